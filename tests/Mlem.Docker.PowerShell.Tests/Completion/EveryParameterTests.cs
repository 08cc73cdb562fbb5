using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Completion;

/// <summary>
/// What the tab key offers for every parameter of every cmdlet, beside an Engine and a docker that have something of
/// everything. A new parameter must be added here: with what it completes, or as one that takes any text.
/// </summary>
public sealed class EveryParameterTests(EveryParameterTests.Answers answers) : IClassFixture<EveryParameterTests.Answers>
{
    // Texts, numbers, moments and objects that nobody knows but who types them; paths, which PowerShell completes.
    private static readonly HashSet<string> AnyValue =
    [
        "Account", "BatchSize", "BuilderName", "BuildSecret", "CacheFrom", "CacheTo", "Ssh", "Command", "Constraint", "Container", "Cpu", "Credential", "DnsName", "DockerDir", "DockerEnv",
        "Entrypoint", "Environment", "EnvironmentSecret", "ExtraHost", "Gpu", "HostName", "IdentityToken", "ImagePullSecret", "ImageUser",
        "IngressClass", "IngressHost", "IngressTlsSecret", "InputObject", "Json", "Label", "LiteralPath", "MaxReplicas", "MemoryLimit",
        "Method", "OutputPath", "Revision", "SampleInput", "MlemRevision", "MlemVersion", "MlemWheel", "Model", "Namespace", "PackageCleanCommand", "PackageInstallCommand",
        "Path", "PlacementConstraint", "Port", "PrebuildHook", "ProjectName", "PythonVersion", "Region", "Replicas", "RestartDelaySec",
        "RestartMaxAttempts", "RunCommand", "Secret", "ShmSize", "Since", "StopTimeoutSec", "Tail", "Target", "TargetCpuPercent",
        "TemplatesDir", "TimeoutSec", "Until", "UpdateDelaySec", "UpdateMonitorSec", "UpdateParallelism", "Uri", "User", "VerifyInput",
        "VerifyTimeoutSec", "Volume", "WeightsThreshold",
    ];

    private static readonly Dictionary<string, string> Completed = new()
    {
        ["AllowedIntermediate"] = "Running",
        ["BaseImage"] = "iris:1.0",
        ["BuildArg"] = "FROM_TEMPLATE=",
        ["BuildArgs"] = "python_version",
        ["CapAdd"] = "NET_ADMIN",
        ["CapDrop"] = "ALL",
        ["DaemonHost"] = "tcp://prod.example:2376",
        ["FailureAction"] = "Pause",
        ["Image"] = "iris:1.0",
        ["ImageName"] = "iris:1.0",
        ["ImagePullPolicy"] = "IfNotPresent",
        ["MlemSource"] = "Whl",
        ["Network"] = "host",
        ["Parameters"] = "mem_limit",
        ["Platform"] = "linux/arm64",
        ["PortMode"] = "Host",
        ["Registry"] = "reg.example:5000",
        ["RegistryHost"] = "reg.example:5000",
        ["Repository"] = "team",
        ["RestartCondition"] = "OnFailure",
        ["RestartPolicy"] = "unless-stopped",
        ["SampleType"] = "DataFrame",
        ["Server"] = "fastapi",
        ["ServiceType"] = "NodePort",
        ["SetEnv"] = "FROM_TEMPLATE=",
        ["StateManager"] = "local",
        ["Status"] = "Running",
        ["Stream"] = "StdErr",
        ["Tag"] = "dev",
        ["UpdateOrder"] = "StartFirst",
    };

    // What must stand before a parameter for its values to be known.
    private static readonly Dictionary<string, string> Before = new()
    {
        ["BuildArg"] = "-TemplatesDir templates ",
        ["SetEnv"] = "-TemplatesDir templates ",
    };

    public static TheoryData<string> Parameters => [.. Answers.Asked.Select(a => $"{a.Cmdlet} -{a.Parameter}")];

    [Theory]
    [MemberData(nameof(Parameters))]
    public void A_parameter_completes_what_it_takes(string of)
    {
        (string cmdlet, string parameter) = (of.Split(" -")[0], of.Split(" -")[1]);
        string? expected = Expected(cmdlet, parameter);

        if (expected is null)
            Assert.True(AnyValue.Contains(parameter) || of == "Invoke-MlemBuilder -Builder", $"It is not said here what {of} completes.");
        else
            Assert.Contains(expected, answers.Of(of));
    }

    private static string? Expected(string cmdlet, string parameter) => (cmdlet, parameter) switch
    {
        ("New-MlemDockerImage", "Name") => "team/iris",
        (_, "Name") when cmdlet.EndsWith("Image", StringComparison.Ordinal) => "iris:1.0",
        (_, "Name") when cmdlet.Contains("Service", StringComparison.Ordinal) => "iris-service",
        (_, "Name") => "iris-live",
        ("Invoke-MlemBuilder", "Builder") => null,
        (_, "Builder") => "BuildKit",
        _ => Completed.GetValueOrDefault(parameter),
    };

    /// <summary>All questions, put to one session in a process whose environment is its own.</summary>
    public sealed class Answers : IAsyncLifetime
    {
        private readonly Dictionary<string, string[]> _offered = [];
        private readonly string _folder = Directory.CreateTempSubdirectory("mlem-complete-").FullName;

        internal static IReadOnlyList<(string Cmdlet, string Parameter)> Asked { get; } = ModuleParameters.All();

        public string[] Of(string question) => _offered[question];

        public async ValueTask InitializeAsync()
        {
            File.WriteAllText(
                Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "templates")).FullName, "dockerfile.j2"),
                "{% for k in env.items() %}{% endfor %}{{ env['FROM_TEMPLATE'] }} {{ arg.FROM_TEMPLATE }} {# env.NOT #}");
            DockerFolder.Write(_folder, ("prod", "tcp://prod.example:2376"));
            using var engine = new FakeEngine();
            string questions = string.Join(",\n", Asked.Where(a => Expected(a.Cmdlet, a.Parameter) is not null)
                .Select(a => $"'{a.Cmdlet} {Before.GetValueOrDefault(a.Parameter)}-{a.Parameter}|{(a.Parameter is "BuildArgs" or "Parameters" ? "@{ " : "")}'"));
            using RealPowerShell shell = RealPowerShell.Open();
            string[] lines = await shell.LinesAsync(
                RealPowerShell.Import + $$"""
                Set-Location -LiteralPath '{{_folder}}'
                foreach ($question in @({{questions}})) {
                    $line = $question.Replace('|', ' ')
                    foreach ($attempt in 1..100) {
                        $found = @([System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches |
                            ForEach-Object CompletionText)
                        if ($found) { break }
                    }
                    "$($question.Split('|')[0])|$($found -join '|')"
                }
                """,
                $"DOCKER_CONFIG={_folder}",
                $"DOCKER_HOST={engine.Address}");

            foreach (string[] parts in lines.Select(line => line.Split('|')))
                _offered[Before.Values.Aggregate(parts[0], (text, before) => text.Replace(before, "", StringComparison.Ordinal))] = parts[1..];
        }

        public ValueTask DisposeAsync()
        {
            Directory.Delete(_folder, recursive: true);
            return ValueTask.CompletedTask;
        }
    }
}
