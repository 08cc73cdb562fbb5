using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

/// <summary>What the tab key offers in a session with the module.</summary>
internal static class Completions
{
    public static string[] Offered(Session session, string input)
    {
        SessionResult result = session.Invoke(
            "param($text) [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null)", input);
        Assert.Null(result.Terminating);
        return [.. Assert.IsType<CommandCompletion>(Assert.Single(result.Output)).CompletionMatches.Select(m => m.CompletionText)];
    }

    /// <summary>An Engine on a machine that is busy may be too slow for the tab key the first time.</summary>
    public static string[] InTime(Session session, string input)
    {
        string[] found = [];
        for (int attempt = 0; attempt < 200 && found.Length == 0; attempt++)
            found = Offered(session, input);
        return found;
    }
}
