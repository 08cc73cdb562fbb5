using System.Text.RegularExpressions;

namespace Mlem.Docker.Registries;

/// <summary>
/// MLEM's environment variables: the host with '.' and ':' as '_', in upper case, and <c>_USERNAME</c> and
/// <c>_PASSWORD</c> behind it (<c>LOCALHOST_5000_USERNAME</c>). Both must be set and not empty.
/// </summary>
internal sealed partial class EnvironmentCredentialSource(Func<string, string?> readVariable) : ICredentialSource
{
    public string Description => Messages.LoginVariables;

    /// <summary>The names MLEM reads for a host, without their ending.</summary>
    public static string VariablePrefix(string host) => host.Replace('.', '_').Replace(':', '_').ToUpperInvariant();

    public ValueTask<RegistryCredential?> FindAsync(string host, CancellationToken cancellationToken = default)
    {
        var prefix = VariablePrefix(host);

        // A shell cannot set a name with a dash or a bracket, which MLEM leaves in, so these are '_' in a second spelling.
        return ValueTask.FromResult(Find(prefix) ?? Find(NotInNames().Replace(prefix, "_")));
    }

    private RegistryCredential? Find(string prefix)
    {
        var userName = readVariable(prefix + "_USERNAME");
        var password = readVariable(prefix + "_PASSWORD");
        return string.IsNullOrEmpty(userName) || string.IsNullOrEmpty(password)
            ? null
            : RegistryCredential.FromPassword(
                userName, password, Messages.FormatLoginVariablesOfPrefix(prefix));
    }

    [GeneratedRegex("[^A-Z0-9_]")]
    private static partial Regex NotInNames();
}
