using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mlem.Docker.Tests.Support;

/// <summary>
/// PowerShell itself, of the version in the repository's tool manifest, with Pester among its modules, as a user has it
/// who has nothing else: a home of its own, no profile, no colours. tests/run restores both from NuGet.
/// </summary>
internal sealed partial class RealPowerShell : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly string Packages = typeof(RealPowerShell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "NuGetPackageRoot").Value!;

    private readonly string _program;

    private RealPowerShell(string program, string pester, string pesterVersion)
    {
        _program = program;
        Home = Directory.CreateTempSubdirectory("mlem-pwsh-").FullName;
        Modules = Directory.CreateDirectory(Path.Combine(Home, ".local", "share", "powershell", "Modules")).FullName;
        Directory.CreateDirectory(Path.Combine(Modules, "Pester"));
        // Without it, NuGet, which PSResourceGet uses, would write its settings into the current folder.
        Directory.CreateDirectory(Path.Combine(Home, ".config"));
        Directory.CreateSymbolicLink(Path.Combine(Modules, "Pester", pesterVersion), pester);
    }

    /// <summary>The user's home.</summary>
    public string Home { get; }

    /// <summary>The folder of the user's modules.</summary>
    public string Modules { get; }

    /// <summary>The repository.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Skips the test, or fails it where <c>pwsh</c> is required, unless both are there.</summary>
    public static RealPowerShell Open()
    {
        RealPowerShell? shell = Find(out string? missing);
        Peers.Require(Peers.PowerShell, missing);
        return shell!;
    }

    /// <summary>PowerShell with Pester, or null and the reason why not.</summary>
    public static RealPowerShell? Find(out string? missing)
    {
        (string shell, string pester) = Versions();
        string tools = Path.Combine(Packages, "powershell", shell, "tools");
        string? program = Directory.Exists(tools)
            ? Directory.EnumerateFiles(tools, "pwsh.dll", SearchOption.AllDirectories).FirstOrDefault(file => Path.GetFileName(Path.GetDirectoryName(file)) == "unix")
            : null;
        string module = Path.Combine(Packages, "pester", pester, "tools");
        missing = program is null ? $"PowerShell {shell} is not there; dotnet tool restore brings it."
            : !File.Exists(Path.Combine(module, "Pester.psd1")) ? $"Pester {pester} is not there; dotnet restore tests/testbed/pester.csproj brings it."
            : null;
        return missing is null ? new RealPowerShell(program!, module, pester) : null;
    }

    /// <summary>The versions of PowerShell and Pester that the repository names.</summary>
    public static (string PowerShell, string Pester) Versions()
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository, ".config", "dotnet-tools.json")));
        string shell = manifest.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
        XDocument project = XDocument.Load(Path.Combine(Repository, "tests", "testbed", "pester.csproj"));
        return (shell, project.Descendants("PackageDownload").Single().Attribute("Version")!.Value.Trim('[', ']'));
    }

    /// <summary>Runs a script in the repository to its end, whatever that is.</summary>
    public async Task<ProgramRun> RunAsync(string script, params string[] variables)
    {
        string file = Path.Combine(Home, "script.ps1");
        await File.WriteAllTextAsync(file, script, TestContext.Current.CancellationToken);
        return await RunFileAsync(Repository, file, variables);
    }

    /// <summary>Runs a file in a folder to its end, whatever that is.</summary>
    public async Task<ProgramRun> RunFileAsync(string folder, string file, params IEnumerable<string> variables) =>
        await ProgramRun.OfAsync(
            "env",
            [
                "-C", folder, "-u", "XDG_DATA_HOME", "-u", "XDG_CONFIG_HOME", "-u", "XDG_CACHE_HOME", "-u", "PSModulePath",
                $"HOME={Home}", $"NUGET_PACKAGES={Packages}", "NO_COLOR=1", "POWERSHELL_TELEMETRY_OPTOUT=1", "POWERSHELL_UPDATECHECK=Off",
                .. variables, "dotnet", _program, "-NoProfile", "-NonInteractive", "-File", file,
            ],
            Limit,
            TestContext.Current.CancellationToken);

    /// <summary>What a script puts out that must succeed without an error.</summary>
    public async Task<string[]> LinesAsync(string script, params string[] variables)
    {
        ProgramRun run = await RunAsync(script, variables);
        Assert.True(run is { ExitCode: 0, Error: "" }, $"pwsh ended with exit code {run.ExitCode}.\n{run.Error}\n{run.Output}");
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Asserts that Pester's output tells of so many tests that passed, and of no other; each that did not is named.</summary>
    public static void AssertPester(int passed, ProgramRun run)
    {
        string[] failed = [.. FailedTest().Matches(run.Output).Select(match => match.Value.Trim())];
        Assert.True(failed.Length == 0, $"{failed.Length} tests failed in real Pester:\n{string.Join('\n', failed)}\n{run.Error}");
        Assert.True(run.ExitCode == 0, $"pwsh ended with exit code {run.ExitCode}.\n{run.Error}\n{run.Output}");
        Assert.Contains($"Tests Passed: {passed}, Failed: 0, Skipped: 0, Inconclusive: 0, ", run.Output, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Mlem.Docker.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository's root was not found.");
    }

    // What Pester says of a test, up to the next one.
    [GeneratedRegex(@"(?m)^\s*\[-\] .*(?:\n(?!\s*\[[-+]\]|Tests ).*)*")]
    private static partial Regex FailedTest();
}
