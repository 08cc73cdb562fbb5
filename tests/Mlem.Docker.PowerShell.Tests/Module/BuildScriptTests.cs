using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Module;

public sealed class BuildScriptTests
{
    [Fact]
    public async Task Install_puts_a_whole_module_where_it_can_be_imported_twice_over()
    {
        string folder = Directory.CreateTempSubdirectory("mlem-install-").FullName;
        try
        {
            string install = $"& '{RepositoryRoot.Combine("build.ps1")}' -Task Install -NoBuild -Destination '{folder}'";

            ScriptRun first = await ScriptRun.ShowAsync(install, TestContext.Current.CancellationToken);
            ScriptRun second = await ScriptRun.ShowAsync(install, TestContext.Current.CancellationToken);
            string version = typeof(MlemException).Assembly.GetName().Version!.ToString(3);
            string installed = Path.Combine(folder, "Mlem.Docker", version);

            Assert.Equal(("", ""), (first.Error, second.Error));
            Assert.Equal($"Installed {installed}", second.Lines[^1]);
            Assert.Equal(Files(BuiltModule.Directory), Files(installed));
            Assert.Equal([installed], Directory.GetDirectories(Path.Combine(folder, "Mlem.Docker")));

            using var session = new Session(import: false);
            SessionResult result = session.Invoke(
                "param($folder) $env:PSModulePath = $folder; Import-Module Mlem.Docker -PassThru | ForEach-Object ModuleBase",
                folder);
            Assert.Equal(installed, result.Output.Single());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A working folder without test projects, and a Pester and a PSScriptAnalyzer that only tell what they are asked for.
    [Theory]
    [InlineData(0, "", 0, "")]
    [InlineData(2, "", 1, "Tests failed in: Pester.")]
    [InlineData(0, "PSAvoidLongLines", 1, "Tests failed in: PSScriptAnalyzer.")]
    [InlineData(1, "PSAvoidLongLines", 1, "Tests failed in: Pester, PSScriptAnalyzer.")]
    public async Task Test_runs_the_Pester_tests_but_not_those_whose_peer_is_missing_and_the_analyzer_and_fails_when_one_fails(
        int failed, string finding, int exitCode, string error)
    {
        string folder = Directory.CreateTempSubdirectory("mlem-test-task-").FullName;
        try
        {
            foreach (string file in Directory.EnumerateFiles(BuiltModule.Directory, "*", SearchOption.AllDirectories)
                .Append(Path.Combine(BuiltModule.RepositoryRoot, "build.ps1")))
            {
                string target = Path.Combine(folder, Path.GetRelativePath(BuiltModule.RepositoryRoot, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }

            string analyzer = Directory.CreateDirectory(Path.Combine(folder, "modules", "PSScriptAnalyzer")).FullName;
            File.WriteAllText(Path.Combine(analyzer, "PSScriptAnalyzer.psm1"), $$"""
                function Invoke-ScriptAnalyzer {
                    param([string] $Path, [switch] $Recurse, [string] $Settings)
                    $Host.UI.WriteLine("Analyzer: $Recurse, $([IO.Path]::GetRelativePath($Path, $Settings))")
                    if ('{{finding}}') { [pscustomobject] @{ ScriptPath = 'a.ps1'; Line = 1; RuleName = '{{finding}}'; Message = 'Long.' } }
                }
                """);
            string pester = Directory.CreateDirectory(Path.Combine(folder, "modules", "Pester", "5.7.1")).FullName;
            Directory.CreateDirectory(Path.Combine(folder, "tests"));
            File.WriteAllText(Path.Combine(pester, "Pester.psd1"), "@{ ModuleVersion = '5.7.1'; RootModule = 'Pester.psm1'; FunctionsToExport = 'Invoke-Pester' }");
            File.WriteAllText(Path.Combine(pester, "Pester.psm1"), $$"""
                function Invoke-Pester {
                    param([string[]] $Path, [string[]] $ExcludeTagFilter, [switch] $PassThru)
                    $Host.UI.WriteLine("Pester: $([IO.Path]::GetFileName($Path[0])) without $ExcludeTagFilter")
                    [pscustomobject] @{ FailedCount = {{failed}} }
                }
                """);

            using RealPowerShell shell = RealPowerShell.Open();
            ProgramRun result = await shell.RunAsync($$"""
                $env:PSModulePath = '{{folder}}/modules'; $env:DOCKER_HOST = 'tcp://127.0.0.1:1'; $env:MLEM_DOCKER_TEST_INTERNET = $null
                & '{{folder}}/build.ps1' -Task Test -NoBuild
                """);

            Assert.Contains("Pester: Pester without Internet Engine", result.Output, StringComparison.Ordinal);
            Assert.Contains("Analyzer: True, PSScriptAnalyzerSettings.psd1", result.Output, StringComparison.Ordinal);
            Assert.Equal(finding.Length > 0, result.Output.Contains($"a.ps1:1: {finding}: Long.", StringComparison.Ordinal));
            Assert.Equal(exitCode, result.ExitCode);
            Assert.Contains(error, result.Error, StringComparison.Ordinal);
            Assert.Equal(exitCode == 0, result.Error.Length == 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal);
}
