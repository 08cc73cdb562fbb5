using System.Text.Json;
using Mlem.Docker.Serving;

namespace Mlem.Docker;

/// <summary>What a server offers (MLEM: <c>VersionedInterfaceDescriptor</c>, from <c>GET /interface.json</c>).</summary>
/// <param name="Methods">The methods in the server's order.</param>
/// <param name="Version">The version of MLEM that serves; null when it does not say.</param>
public sealed record ServerInterface(IReadOnlyList<ServerMethod> Methods, string? Version)
{
    private const string Standard = "predict";

    /// <summary>The method of a name; without a name <c>predict</c>, or the only one there is.</summary>
    /// <param name="name">The name, or null.</param>
    /// <exception cref="MlemException">MethodNotFound: there is none; the message lists those that there are.</exception>
    public ServerMethod Method(string? name)
    {
        if (Methods.FirstOrDefault(m => m.Name == (name ?? Standard)) is { } found)
            return found;
        if (name is null && Methods.Count == 1)
            return Methods[0];
        string known = Methods.Count == 0 ? Messages.ItHasNoMethods : Messages.FormatItHasMethods(InputErrors.List(Methods.Select(m => m.Name)));
        throw new MlemException(
            "MethodNotFound",
            MlemErrorCategory.ObjectNotFound,
            Messages.FormatServerHasNoMethod(name ?? Standard, known),
            name ?? Standard,
            Messages.GiveOneOfItsMethodsWith);
    }

    /// <summary>Reads a server's answer.</summary>
    /// <param name="json">The text of <c>/interface.json</c>.</param>
    /// <exception cref="MlemException">InterfaceInvalid: it describes no methods.</exception>
    public static ServerInterface Parse(string json)
    {
        try
        {
            using JsonDocument document = PeerJson.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("methods", out JsonElement methods) && methods.ValueKind == JsonValueKind.Object)
            {
                string? version = root.TryGetProperty("version", out JsonElement v) && v.ValueKind == JsonValueKind.String ? v.GetString() : null;
                return new([.. methods.EnumerateObject().Select(m => ServerMethod.Read(m.Name, m.Value))], version);
            }
        }
        catch (JsonException)
        {
            // Told below, with everything else that is no interface.
        }

        throw new MlemException(
            "InterfaceInvalid",
            MlemErrorCategory.ProtocolError,
            Messages.AnswerToInterfaceJsonDoesNot,
            recommendation: Messages.CheckThatAddressIsThatOf);
    }
}

/// <summary>A method of a server (MLEM: <c>InterfaceMethod</c>).</summary>
/// <param name="Name">Its name, which is its path too.</param>
/// <param name="Arguments">Its arguments in order.</param>
/// <param name="Returns">The type of its answer.</param>
/// <param name="ReturnsBinary">True when the answer is bytes, not JSON.</param>
public sealed record ServerMethod(string Name, IReadOnlyList<ServerArgument> Arguments, MlemDataType Returns, bool ReturnsBinary)
{
    /// <summary>The method as people write it: <c>predict(data: dataframe(a, b)) -> ndarray(null) of int64</c>.</summary>
    public override string ToString() =>
        $"{Name}({string.Join(", ", Arguments.Select(a => $"{a.Name}: {a.DataType}"))}) -> {Returns}";

    internal static ServerMethod Read(string name, JsonElement json)
    {
        bool isObject = json.ValueKind == JsonValueKind.Object;
        JsonElement returns = isObject && json.TryGetProperty("returns", out JsonElement r) ? r : default;
        return new(
            name,
            isObject && json.TryGetProperty("args", out JsonElement args) && args.ValueKind == JsonValueKind.Array
                ? [.. args.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.Object).Select(ServerArgument.Read)]
                : [],
            InterfaceType.Read(returns),
            InterfaceType.IsBinary(returns));
    }
}

/// <summary>An argument of a server's method (MLEM: <c>InterfaceArgument</c>).</summary>
/// <param name="Name">Its name.</param>
/// <param name="DataType">Its type.</param>
/// <param name="Required">False when the method has a default for it.</param>
/// <param name="Default">That default, as plain values.</param>
/// <param name="IsBinary">True when it is sent as a file, not as JSON.</param>
public sealed record ServerArgument(string Name, MlemDataType DataType, bool Required, object? Default, bool IsBinary)
{
    internal static ServerArgument Read(JsonElement json) => new(
        json.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : string.Empty,
        InterfaceType.Read(json),
        !json.TryGetProperty("required", out JsonElement required) || required.ValueKind != JsonValueKind.False,
        json.TryGetProperty("default", out JsonElement standard) ? JsonPlain.Read(standard) : null,
        InterfaceType.IsBinary(json));
}
