using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Building;

/// <summary>Refuses inputs for a verification that no server could take, before minutes are spent on the build.</summary>
internal static class VerifyInputCheck
{
    /// <summary>Looks at the names only; whether a value fits, the server's own description says.</summary>
    /// <exception cref="MlemException"><c>VerifyInputNotPossible</c> or <c>MethodNotFound</c>.</exception>
    public static void Ensure(DockerContext context, ImageVerifyOptions? options)
    {
        if (options is null || options.Inputs.Count == 0)
            return;
        Server server = context.Server.Inner ?? context.Server;
        if (ProbeTarget.For(server) is null)
        {
            bool consumes = server.Type == "rmq";
            throw NotPossible(
                server,
                consumes ? Messages.FormatAsksBrokerAtAddress((server["host"] as YamlString)?.Value ?? string.Empty) : Messages.AnswersNoHTTPCalls,
                consumes ? Messages.NameTheHostOfTheBroker : Messages.LeaveVerifyInputOutVerifyAloneSees);
        }

        // The server may give the methods names of its own; a callable's '__call__' is served as 'predict'.
        string[] known = InvocationInterface.MethodOf(server) is { } only ? [only]
            : server["methods"] is YamlMapping { Entries.Count: > 0 } ? []
            : [.. context.Model.CallOrders.Keys.Select(k => k == "__call__" ? "predict" : k)];
        string? unknown = known.Length == 0 ? null : options.Inputs.Select(i => i.Key).FirstOrDefault(k => !known.Contains(k, StringComparer.Ordinal));
        if (unknown is not null)
        {
            throw new MlemException(
                "MethodNotFound",
                MlemErrorCategory.ObjectNotFound,
                Messages.FormatModelHasNoMethodForWhich(context.Model.Name, unknown, string.Join(", ", known)),
                unknown,
                Messages.NameOneOfItsMethodsIn);
        }
    }

    private static MlemException NotPossible(Server server, string why, string remedy) => new(
        "VerifyInputNotPossible",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatServerSoNoInputCanBe(server.Type, why),
        server.Type,
        remedy);
}
