using System.Text;
using System.Text.Json;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Serving;

namespace Mlem.Docker.Building;

/// <summary>
/// The interface of <c>_sagemaker</c>, which describes itself nowhere: it has one method, as the model describes it, at
/// <c>/invocations</c> (docs/mlem-contract.md, 51).
/// </summary>
internal static class InvocationInterface
{
    /// <summary>Where the method is, in place of its name.</summary>
    public const string Path = "invocations";

    /// <summary>The name of the method that the server has; null for every other server.</summary>
    public static string? MethodOf(Server server)
    {
        Server serving = server.Inner ?? server;
        return serving is { Type: "_sagemaker" } && serving["method"] is YamlString { Value: var method } ? method : null;
    }

    /// <summary>The interface as the other servers write it; null for every other server.</summary>
    public static ServerInterface? Of(DockerContext context)
    {
        if (MethodOf(context.Server) is not { } name)
            return null;
        Server serving = context.Server.Inner ?? context.Server;
        ServedMethod? method = ServedMethods.For(serving, ModelMethods.Read(AnswerableForm.From(context.Model.Document))).FirstOrDefault(m => m.Name == name);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("methods");
            if (method is not null)
                Write(writer, method);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return ServerInterface.Parse(Encoding.UTF8.GetString(buffer.ToArray()));
    }

    private static void Write(Utf8JsonWriter writer, ServedMethod method)
    {
        writer.WriteStartObject(method.Name);
        writer.WriteStartArray("args");
        foreach ((string name, InterfaceArgument argument) in method.ArgumentNames.Zip(method.Passed))
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            WriteType(writer, argument.Type);
            writer.WriteBoolean("required", argument.Required);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (method.Method.Returns is { } returns)
        {
            writer.WriteStartObject("returns");
            WriteType(writer, returns);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteType(Utf8JsonWriter writer, YamlMapping type)
    {
        writer.WritePropertyName("data_type");
        JsonPlain.Write(writer, PlainValue.From(type));
    }
}
