using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.RealPeers;

/// <summary><c>build.ps1</c> and what it packs, in PowerShell itself and with its PSResourceGet.</summary>
public sealed class RealPackageTests : IDisposable
{
    private static readonly string Version = typeof(MlemException).Assembly.GetName().Version!.ToString(3);

    private readonly RealPowerShell _shell = RealPowerShell.Open();

    public void Dispose() => _shell.Dispose();

    // Registered, found, installed and imported by name, as the README says, from what pwsh packed.
    [Fact]
    public async Task The_package_is_the_same_each_time_and_is_installed_by_PSResourceGet()
    {
        string[] lines = await _shell.LinesAsync("""
            ./build.ps1 -Task Pack -NoBuild -Destination "$HOME/packages"
            ./build.ps1 -Task Pack -NoBuild -Destination "$HOME/again"
            Register-PSResourceRepository -Name Here -Uri "$HOME/packages" -Trusted
            $found = Find-PSResource -Name Mlem.Docker -Repository Here
            "$($found.Version) $($found.IconUri) $($found.LicenseUri) $($found.ProjectUri)"
            $found.Tags -join ' '
            Install-PSResource -Name Mlem.Docker -Repository Here
            $module = Import-Module -Name Mlem.Docker -PassThru -RequiredVersion $found.Version
            "$($module.ExportedCmdlets.Count) cmdlets, $((Get-MlemModel -Path examples/iris/iris).Name)"
            "$($module.IconUri)"
            (Get-Help -Name about_Mlem.Docker).Length -gt 1000
            (Get-InstalledPSResource -Name Mlem.Docker).InstalledLocation
            """);
        byte[][] packages = [.. new[] { "packages", "again" }.Select(folder => File.ReadAllBytes(Path.Combine(_shell.Home, folder, $"Mlem.Docker.{Version}.nupkg")))];

        Assert.True(packages[0].AsSpan().SequenceEqual(packages[1]), "Two packages differ.");
        Assert.Matches($"^{Version} https://[^ ]+ https://[^ ]+ https://[^ ]+$", lines[2]);
        Assert.All((string[])["MLEM", "Docker", "PSEdition_Core", "Linux"], tag => Assert.Contains(tag, lines[3].Split(' ')));
        Assert.Matches(@"^\d+ cmdlets, iris$", lines[4]);
        Assert.Equal(lines[2].Split(' ')[1], lines[5]);
        Assert.Equal(["True", _shell.Modules], lines[6..]);
    }

    [Fact]
    public async Task The_module_is_published_by_PSResourceGet()
    {
        string[] lines = await _shell.LinesAsync("""
            $null = New-Item -ItemType Directory -Path "$HOME/gallery"
            Register-PSResourceRepository -Name Gallery -Uri "$HOME/gallery" -Trusted
            Publish-PSResource -Path ./out/Mlem.Docker -Repository Gallery
            (Find-PSResource -Name Mlem.Docker -Repository Gallery).Version.ToString()
            """);

        Assert.Equal([Version], lines);
        Assert.True(File.Exists(Path.Combine(_shell.Home, "gallery", $"Mlem.Docker.{Version}.nupkg")));
    }

    [Fact]
    public async Task Install_puts_the_module_where_it_is_found_by_its_name()
    {
        string[] lines = await _shell.LinesAsync("""
            ./build.ps1 -Task Install -NoBuild
            (Get-Command -Name Get-MlemModel).Module.ModuleBase
            """);

        string installed = Path.Combine(_shell.Modules, "Mlem.Docker", Version);
        Assert.Equal([$"Installed {installed}", installed], lines);
    }

    // A working folder without test projects, so that the tests do not run themselves.
    [Fact]
    public async Task Test_runs_the_tests_for_Pester_of_which_all_pass()
    {
        string work = Directory.CreateDirectory(Path.Combine(_shell.Home, "work")).FullName;
        Directory.CreateDirectory(Path.Combine(work, "tests"));
        foreach (string part in (string[])["out", "examples", "build.ps1", "tests/Pester"])
            File.CreateSymbolicLink(Path.Combine(work, part), Path.Combine(BuiltModule.RepositoryRoot, part));
        string[] tests = [.. Directory.EnumerateFiles(Path.Combine(BuiltModule.RepositoryRoot, "tests", "Pester"), "*.Tests.ps1")
            .SelectMany(File.ReadLines).Where(line => line.TrimStart().StartsWith("It '", StringComparison.Ordinal))];

        ProgramRun run = await _shell.RunAsync(
            "& \"$HOME/work/build.ps1\" -Task Test -NoBuild", "DOCKER_HOST=tcp://127.0.0.1:1", "MLEM_DOCKER_TEST_INTERNET=");

        RealPowerShell.AssertPester(tests.Count(line => !line.Contains("'Engine'", StringComparison.Ordinal)), run);
    }
}
