using System.Diagnostics;
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
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private static readonly string Packages = typeof(RealPowerShell).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "NuGetPackageRoot").Value!;

    private RealPowerShell(string program, string pester, string pesterVersion)
    {
        Program = program;
        Home = Directory.CreateTempSubdirectory("mlem-pwsh-").FullName;
        Modules = Directory.CreateDirectory(Path.Combine(Home, ".local", "share", "powershell", "Modules")).FullName;
        Directory.CreateDirectory(Path.Combine(Modules, "Pester"));
        // Without it, NuGet, which PSResourceGet uses, would write its settings into the current folder.
        Directory.CreateDirectory(Path.Combine(Home, ".config"));
        Directory.CreateSymbolicLink(Path.Combine(Modules, "Pester", pesterVersion), pester);
    }

    /// <summary><c>pwsh.dll</c>.</summary>
    public string Program { get; }

    /// <summary>The user's home.</summary>
    public string Home { get; }

    /// <summary>The folder of the user's modules.</summary>
    public string Modules { get; }

    /// <summary>What a script begins with that runs in the repository and names types of the module.</summary>
    public const string Import = "Import-Module -Name ./out/Mlem.Docker/Mlem.Docker.psd1 -ErrorAction Stop\n";

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
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Combine(".config", "dotnet-tools.json")));
        string shell = manifest.RootElement.GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
        XDocument project = XDocument.Load(RepositoryRoot.Combine("tests", "testbed", "pester.csproj"));
        return (shell, project.Descendants("PackageDownload").Single().Attribute("Version")!.Value.Trim('[', ']'));
    }

    /// <summary>Runs a script in the repository to its end, whatever that is.</summary>
    public Task<ProgramRun> RunAsync(string script, params string[] variables) => RunAsync(ForScript(script, variables));

    /// <summary>Runs a file in a folder to its end, whatever that is.</summary>
    public Task<ProgramRun> RunFileAsync(string folder, string file, params IEnumerable<string> variables) => RunAsync(ForFile(folder, file, variables));

    /// <summary>A process that runs a script in the repository, with its output redirected.</summary>
    public ProcessStartInfo ForScript(string script, params IEnumerable<string> variables)
    {
        string file = Path.Combine(Home, $"{Guid.NewGuid():N}.ps1");
        File.WriteAllText(file, script);
        return ForFile(RepositoryRoot.Path, file, variables);
    }

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

    private static Task<ProgramRun> RunAsync(ProcessStartInfo start) =>
        ProgramRun.OfAsync(start.FileName, start.ArgumentList, Limit, TestContext.Current.CancellationToken);

    // env becomes dotnet, so that the process is the shell itself, for its signals: Ctrl+C among them, which a job in the
    // background of a script would else inherit as ignored.
    private ProcessStartInfo ForFile(string folder, string file, IEnumerable<string> variables) => new(
        "env",
        [
            "-C", folder, "--default-signal=INT", "-u", "XDG_DATA_HOME", "-u", "XDG_CONFIG_HOME", "-u", "XDG_CACHE_HOME", "-u", "PSModulePath",
            $"HOME={Home}", $"NUGET_PACKAGES={Packages}", "NO_COLOR=1", "POWERSHELL_TELEMETRY_OPTOUT=1", "POWERSHELL_UPDATECHECK=Off",
            .. variables, "dotnet", Program, "-NoProfile", "-NonInteractive", "-File", file,
        ])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    // What Pester says of a test, up to the next one.
    [GeneratedRegex(@"(?m)^\s*\[-\] .*(?:\n(?!\s*\[[-+]\]|Tests ).*)*")]
    private static partial Regex FailedTest();
}
