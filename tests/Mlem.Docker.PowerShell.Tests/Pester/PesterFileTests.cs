using System.Management.Automation;
using System.Management.Automation.Language;
using System.Reflection;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Pester;

/// <summary>
/// The files that Pester runs: one for each cmdlet, without syntax errors. That what they say is so, the tests of
/// <c>build.ps1</c> and of the Engine see.
/// </summary>
public sealed class PesterFileTests
{
    private static readonly string Folder = Path.Combine(BuiltModule.RepositoryRoot, "tests", "Pester");

    public static TheoryData<string> Cmdlets { get; } = new(typeof(AsyncCmdlet).Assembly.GetExportedTypes()
        .Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>()
        .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}"));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_cmdlet_has_a_file_that_describes_it(string cmdlet)
    {
        string file = Path.Combine(Folder, cmdlet + ".Tests.ps1");

        Assert.True(File.Exists(file), $"{cmdlet} has no tests for Pester.");
        string text = File.ReadAllText(file);
        Assert.Contains($"Describe '{cmdlet}' {{", text, StringComparison.Ordinal);
        Assert.Contains("    It '", text, StringComparison.Ordinal);
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
