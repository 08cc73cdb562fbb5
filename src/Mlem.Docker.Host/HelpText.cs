using System.Reflection;

namespace Mlem.Docker.Host;

/// <summary>What --help and --version print.</summary>
internal static class HelpText
{
    public const string Text = """
        mlem-docker: the cmdlets of Mlem.Docker on machines without pwsh.

        usage:
          mlem-docker [-OutputFormat Text|Json] <Cmdlet> [parameters]
          mlem-docker [-OutputFormat Text|Json] -Command '<script>'
          mlem-docker [-OutputFormat Text|Json] -File script.ps1 [arguments]
          mlem-docker --help | --version

        Json prints each output object as one line of JSON.

        Parameters are written as in PowerShell: -Name value, -Switch, -Switch:$false, -List a,b, and a value alone
        where the cmdlet takes one by position. A value is read as PowerShell reads it when it is, as a whole,
          a list         a,b   or   'a b','c d'
          a table        @{ port = 8080 }      (literal values only)
          an array       @(1, 2)               (literal values only)
          quoted text    'a,b'
          $null, $true or $false
          a script block { param($version) ... }
        and is taken as the text it is otherwise: fastapi, 3.10, a b, C:\x y, it's. The shell takes its own quotes
        away first, so quote for both: -Server '@{ type = "fastapi" }', -RunCommand "'a,b'". A value that begins
        with a dash and a letter goes behind a colon: -RunCommand:-x.

        Objects go to standard output; errors, warnings, -Verbose and -Debug lines to standard error.
        Exit code: 0 nothing failed, 1 an error was reported, 2 the command line is wrong, 130 Ctrl+C,
        or what a script gives to exit (1 for exit 0 after an error).

        Get-Command -Module Mlem.Docker lists the cmdlets. Of PowerShell's own commands only those of
        Microsoft.PowerShell.Core are here (ForEach-Object, Where-Object, Get-Command, Import-Module ...).

        """;

    public static string Version =>
        typeof(HelpText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
