using Mlem.Docker.Configuration;

namespace Mlem.Docker.Engine;

/// <summary>
/// Chooses the Engine that the docker CLI would choose: an explicit address; <c>DOCKER_HOST</c>; the docker context
/// named by <c>DOCKER_CONTEXT</c> or current in docker's <c>config.json</c>; the platform's default socket or pipe, or
/// this machine's port for TLS where only <c>DOCKER_TLS_VERIFY</c> is set.
/// It only reads: no variable of the process changes.
/// </summary>
public static class DockerEndpointResolver
{
    private const string DefaultOverTls = "tcp://localhost:2376";

    /// <summary>Chooses the endpoint.</summary>
    /// <param name="daemonHost">An explicit address in the form of <c>DOCKER_HOST</c>; null or empty for none.</param>
    /// <param name="environment">The variables to read; null for those of the process.</param>
    /// <returns>The endpoint with its TLS material. It has not been tried.</returns>
    /// <exception cref="MlemException">
    /// <c>EndpointInvalid</c>, <c>DockerContextNotFound</c>, <c>DockerConfigInvalid</c>, <c>TlsMaterialMissing</c>.
    /// </exception>
    public static DockerEndpoint Resolve(string? daemonHost = null, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var variables = environment ?? DockerVariables.OfProcess();
        var configFolder = variables.DockerFolder();
        var endpoint = Choose(daemonHost, variables, configFolder);
        return endpoint with { Settings = DockerSettings.Read(configFolder, address => IsSame(address, endpoint)) };
    }

    private static DockerEndpoint Choose(string? daemonHost, IReadOnlyDictionary<string, string?> variables, string configFolder)
    {
        if (!string.IsNullOrWhiteSpace(daemonHost))
            return DockerEndpointParser.Parse(daemonHost, Messages.GivenAsDaemonsHost, EnvironmentTls(variables, configFolder));
        if (variables.Value("DOCKER_HOST") is { } host)
            return DockerEndpointParser.Parse(host, Messages.ChosenByDockerHost, EnvironmentTls(variables, configFolder));

        var store = new DockerContextStore(configFolder);
        if (variables.Value("DOCKER_CONTEXT") is { } named)
        {
            if (store.Find(named, Messages.FormatDockerContextFromVariableDOCKERCONTEXT(named)) is { } chosen)
                return chosen;
        }
        else if (store.CurrentContext() is { } current
            && store.Find(current, Messages.FormatCurrentDockerContext(current)) is { } found)
        {
            return found;
        }

        if (EnvironmentTls(variables, configFolder) is { } tls)
        {
            return DockerEndpointParser.Parse(
                DefaultOverTls, Messages.FormatDefaultWhereVariableWantsTLS(tls.SkipVerify ? "DOCKER_TLS" : "DOCKER_TLS_VERIFY"), tls);
        }

        DockerEndpoint usual = DockerEndpointParser.Parse(
            OperatingSystem.IsWindows() ? DockerEndpointParser.DefaultPipe : DockerEndpointParser.DefaultSocket, Messages.DefaultOfThisPlatform, null);
        return usual.SocketPath is { } socket && !OperatingSystem.IsWindows() && !File.Exists(socket)
            ? usual with { Others = OtherSockets.Find(variables) } : usual;
    }

    // A key of the settings is an address as docker's CLI writes it, or as its user does.
    private static bool IsSame(string address, DockerEndpoint endpoint)
    {
        try
        {
            return address == endpoint.Address || DockerEndpointParser.Parse(address, string.Empty, null).Address == endpoint.Address;
        }
        catch (MlemException)
        {
            return false;
        }
    }

    private static EndpointTls? EnvironmentTls(IReadOnlyDictionary<string, string?> variables, string configFolder)
    {
        var verify = variables.Value("DOCKER_TLS_VERIFY") is not null;
        if (!verify && variables.Value("DOCKER_TLS") is null)
            return null;
        var given = variables.Value("DOCKER_CERT_PATH");
        var folder = given ?? configFolder;
        if (given is not null && !Directory.Exists(given))
        {
            throw new MlemException(
                "TlsMaterialMissing",
                MlemErrorCategory.ObjectNotFound,
                Messages.FormatTlsMaterialMissing(given),
                given,
                Messages.TlsMaterialMissingRemedy);
        }

        return new EndpointTls(Existing(folder, "ca.pem"), Existing(folder, "cert.pem"), Existing(folder, "key.pem"), !verify);
    }

    private static string? Existing(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : null;
    }
}
