using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Help;

/// <summary>One session for all looks at the help, which change nothing.</summary>
public sealed class HelpSession : IDisposable
{
    private readonly Session _session = new(import: false);

    public HelpSession() => Texts($"Import-Module '{BuiltModule.Manifest}' -ErrorAction Stop");

    /// <summary>What a script that must succeed puts out, as texts.</summary>
    public string[] Texts(string script)
    {
        SessionResult result = _session.Invoke(script);
        Assert.Null(result.Terminating);
        Assert.Empty(result.Errors);
        return [.. result.Output.Select(one => one?.ToString()?.Trim() ?? "")];
    }

    public void Dispose() => _session.Dispose();
}
