using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Pester;

/// <summary>
/// The files that real Pester runs where it is there: one for each cmdlet, without syntax errors. What they say without
/// an Engine is run here too, by a stand-in.
/// </summary>
public sealed class PesterFileTests
{
    private static readonly string Folder = Path.Combine(BuiltModule.RepositoryRoot, "tests", "Pester");

    private static readonly string StandIn = Path.Combine(
        BuiltModule.RepositoryRoot, "tests", "Mlem.Docker.PowerShell.Tests", "Pester", "PesterStandIn.psm1");

    public static TheoryData<string> Cmdlets { get; } = new(typeof(AsyncCmdlet).Assembly.GetExportedTypes()
        .Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
        .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}"));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_cmdlet_has_a_file_and_what_it_says_is_so(string cmdlet)
    {
        string file = Path.Combine(Folder, cmdlet + ".Tests.ps1");
        Assert.True(File.Exists(file), $"{cmdlet} has no tests for Pester.");
        string drive = Directory.CreateTempSubdirectory("mlem-pester-").FullName;
        try
        {
            using var session = new Session();
            SessionResult result = session.Invoke(
                "param($standIn, $file, $drive) Import-Module $standIn; $global:TestDrive = $drive; & $file", StandIn, file, drive);

            Assert.Null(result.Terminating);
            var summary = Assert.IsType<PSObject>(result.Output[^1]);
            Assert.Empty((string[])((PSObject.AsPSObject(summary.Properties["Failures"].Value)).BaseObject));
            Assert.True((int)summary.Properties["Count"].Value >= 1);
        }
        finally
        {
            Directory.Delete(drive, recursive: true);
        }
    }

    [Fact]
    public void Scripts_have_no_syntax_errors_and_are_plain_text()
    {
        string[] scripts = [.. Directory.EnumerateFiles(Folder, "*.ps1")
            .Concat(Directory.EnumerateFiles(Path.Combine(BuiltModule.RepositoryRoot, "module"), "*.psm1"))
            .Concat(Directory.EnumerateFiles(Path.Combine(BuiltModule.RepositoryRoot, "build"), "*.psm1"))
            .Append(Path.Combine(BuiltModule.RepositoryRoot, "build.ps1"))
            .Append(Path.Combine(BuiltModule.RepositoryRoot, "Mlem.Docker.psd1"))];

        Assert.All(scripts, script =>
        {
            Parser.ParseFile(script, out Token[] tokens, out ParseError[] errors);
            string text = File.ReadAllText(script);
            string[] lines = text.Split('\n');
            Assert.True(errors.Length == 0, $"{script}: {string.Join(", ", errors.Select(error => error.Message))}");
            Assert.False(File.ReadAllBytes(script)[0] == 0xEF, $"{script} has a byte-order mark.");
            Assert.DoesNotContain(lines, line => line.TrimEnd() != line || line.Length > 120 || line.Contains('\t', StringComparison.Ordinal));
            Assert.DoesNotContain(tokens, token => token.Text == "Write-Host");
        });
    }
}
