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
            string[] install =
            [
                "-File", Path.Combine(BuiltModule.RepositoryRoot, "build.ps1"),
                "-Task", "Install", "-NoBuild", "-Destination", folder,
            ];

            HostResult first = await HostProcess.RunAsync(install);
            HostResult second = await HostProcess.RunAsync(install);
            string version = typeof(MlemException).Assembly.GetName().Version!.ToString(3);
            string installed = Path.Combine(folder, "Mlem.Docker", version);

            Assert.Equal((0, ""), (first.ExitCode, first.Error));
            Assert.Equal((0, ""), (second.ExitCode, second.Error));
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

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file))
            .Order(StringComparer.Ordinal);
}
