using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

/// <summary>What the tab key offers in a session with the module.</summary>
internal static class Completions
{
    // PowerShell sorts the keys that it offers with a cmdlet that no host without its modules has.
    public const string SortObject = """
        New-Module -Name Microsoft.PowerShell.Utility -ScriptBlock {
            function Sort-Object { param($Property, [switch] $Unique, [Parameter(ValueFromPipeline)] $InputObject) process { $InputObject } }
            Export-ModuleMember -Function Sort-Object
        } | Import-Module
        """;

    public static string[] Of(Session session, string input)
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
            found = Of(session, input);
        return found;
    }

    public static Session WithSorting()
    {
        var session = new Session();
        session.Invoke(SortObject);
        return session;
    }
}
