using System.Collections;
using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Conversion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// A cmdlet that says how a container runs: the common run parameters by name, all others in -Parameters. Each has the
/// name of docker-py's run() as an alias where that is another one.
/// </summary>
public abstract class RunParameterCommand : ContextCommand
{
    /// <summary>The parameters of this class, which a declaration decides where there is one.</summary>
    private protected static readonly string[] RunParameterNames =
    [
        nameof(Parameters), nameof(MemoryLimit), nameof(Cpu), nameof(Gpu), nameof(Environment), nameof(Volume), nameof(Network),
        nameof(RestartPolicy), nameof(User), nameof(ReadOnly), nameof(ShmSize), nameof(CapAdd), nameof(CapDrop), nameof(ExtraHost),
        nameof(Label), nameof(Command), nameof(Entrypoint), nameof(HostName), nameof(Hardened),
    ];

    /// <summary>
    /// More parameters of the container (MLEM: <c>params</c>), named as docker-py's run() names them: <c>@{ pids_limit
    /// = 100 }</c>.
    /// </summary>
    [Parameter]
    [Alias("Params")]
    [RunParametersTransformation]
    [ValidateNotNull]
    public RunParametersInput Parameters { get; set; } = new();

    /// <summary>The most memory: 512m, 2g, or a number of bytes.</summary>
    [Parameter]
    [Alias("mem_limit")]
    [ValidateNotNullOrEmpty]
    public string? MemoryLimit { get; set; }

    /// <summary>The most processors: 1.5.</summary>
    [Parameter]
    [ValidateRange(0.01, 100_000)]
    public double? Cpu { get; set; }

    /// <summary>GPUs: all, how many, or the ids of some, separated by commas.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Gpu { get; set; }

    /// <summary>Environment variables: a hashtable, or NAME=value.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Environment { get; set; }

    /// <summary>Volumes as docker writes them: /data:/data:ro.</summary>
    [Parameter]
    [Alias("volumes")]
    [ValidateNotNullOrEmpty]
    public string[]? Volume { get; set; }

    /// <summary>The network that it joins: a name, host or none.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkCompleter))]
    public string? Network { get; set; }

    /// <summary>When the Engine starts it again: no, always, unless-stopped, on-failure, or on-failure:5.</summary>
    [Parameter]
    [Alias("restart_policy")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RestartPolicyCompleter))]
    public string? RestartPolicy { get; set; }

    /// <summary>The user inside: a name or number, with :group where that is wanted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Keeps the container from writing to its own file system.</summary>
    [Parameter]
    [Alias("read_only")]
    public SwitchParameter ReadOnly { get; set; }

    /// <summary>
    /// Runs with least privilege: nothing is written but to /tmp, which lies in memory, and no Linux capability is left (docker
    /// run --read-only --tmpfs /tmp --cap-drop ALL). What is given for one of these itself goes over it.
    /// </summary>
    [Parameter]
    public SwitchParameter Hardened { get; set; }

    /// <summary>The size of /dev/shm: 64m.</summary>
    [Parameter]
    [Alias("shm_size")]
    [ValidateNotNullOrEmpty]
    public string? ShmSize { get; set; }

    /// <summary>Linux capabilities that it gets.</summary>
    [Parameter]
    [Alias("cap_add")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[]? CapAdd { get; set; }

    /// <summary>Linux capabilities that it loses; ALL for all.</summary>
    [Parameter]
    [Alias("cap_drop")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(CapabilityCompleter))]
    public string[]? CapDrop { get; set; }

    /// <summary>More hosts that it knows: a hashtable, or name:address.</summary>
    [Parameter]
    [Alias("extra_hosts")]
    [ValidateNotNull]
    public object? ExtraHost { get; set; }

    /// <summary>Labels of the container: a hashtable, or name=value.</summary>
    [Parameter]
    [Alias("labels")]
    [ValidateNotNull]
    public object? Label { get; set; }

    /// <summary>What runs instead of the image's command: one line, or its words.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Command { get; set; }

    /// <summary>What runs instead of the image's entry point: one line, or its words.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Entrypoint { get; set; }

    /// <summary>The name by which it knows itself.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    /// <summary>All of them as a declaration's <c>params</c>.</summary>
    private protected IReadOnlyDictionary<string, string> RunParameterTexts()
    {
        var all = new Hashtable(Parameters.Value);
        foreach ((string name, string parameter, object? value) in Common())
        {
            if (!Given(parameter))
                continue;
            if (all.ContainsKey(name))
                throw Twice(name, parameter);
            all[name] = value;
        }

        if (Hardened)
        {
            foreach ((string name, object value) in LeastPrivilege())
                all[name] = all[name] ?? value;
        }

        return RunParameterText.From(all);
    }

    private static IEnumerable<(string Name, object Value)> LeastPrivilege() =>
        [("read_only", true), ("tmpfs", new Hashtable { ["/tmp"] = string.Empty }), ("cap_drop", new[] { "ALL" })];

    private IEnumerable<(string Name, string Parameter, object? Value)> Common() =>
    [
        ("mem_limit", nameof(MemoryLimit), MemoryLimit),
        ("nano_cpus", nameof(Cpu), (long)((Cpu ?? 0) * 1e9)),
        ("device_requests", nameof(Gpu), RunParameterShorthand.Gpus(Gpu)),
        ("environment", nameof(Environment), Environment),
        ("volumes", nameof(Volume), Volume),
        ("network", nameof(Network), Network),
        ("restart_policy", nameof(RestartPolicy), RunParameterShorthand.RestartPolicy(RestartPolicy)),
        ("user", nameof(User), User),
        ("read_only", nameof(ReadOnly), ReadOnly.ToBool()),
        ("shm_size", nameof(ShmSize), ShmSize),
        ("cap_add", nameof(CapAdd), CapAdd),
        ("cap_drop", nameof(CapDrop), CapDrop),
        ("extra_hosts", nameof(ExtraHost), ExtraHost),
        ("labels", nameof(Label), Label),
        ("command", nameof(Command), Command is [var line] ? line : Command),
        ("entrypoint", nameof(Entrypoint), Entrypoint is [var entry] ? entry : Entrypoint),
        ("hostname", nameof(HostName), HostName),
    ];

    private static MlemException Twice(string name, string parameter) => new(
        "RunParameterInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatRunParameterIsGivenTwiceBy(name, parameter),
        name,
        Messages.LeaveOneOfThemOut);
}
