using System.Globalization;
using Docker.DotNet.Models;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Compose;

/// <summary>A container as a service of Compose (https://docs.docker.com/reference/compose-file/services/).</summary>
internal sealed class ComposeService(ExportedContainer container, ExportInput input, ComposeTop top)
{
    private readonly CreateContainerParameters _request = container.Request;
    private readonly HostConfig _host = container.Host;

    public YamlMapping Write()
    {
        (string? mode, YamlSequence? networks) = Network();
        return Map(
        [
            ("build", input.BuildFolder is { } folder ? Build(folder) : null),
            ("image", ComposeText.From(container.Image)),
            ("container_name", input.Deployment.ContainerName),
            ("platform", ComposeText.From(container.Platform)),
            ("command", ComposeText.From(_request.Cmd)),
            ("entrypoint", ComposeText.From(_request.Entrypoint)),
            ("environment", Environment()),
            ("user", ComposeText.From(_request.User)),
            ("group_add", ComposeText.Once(_host.GroupAdd)),
            ("working_dir", ComposeText.From(_request.WorkingDir)),
            ("hostname", ComposeText.From(_request.Hostname)),
            ("domainname", ComposeText.From(_request.Domainname)),
            ("tty", Known(_request.Tty)),
            ("stdin_open", Known(_request.OpenStdin)),
            ("init", _host.Init),
            ("stop_signal", ComposeText.From(_request.StopSignal)),
            ("stop_grace_period", Duration(WholeSeconds(container.StopGrace))),
            ("restart", Restart()),
            ("healthcheck", ComposeHealth.For(container)),
            ("ports", List(container.Ports.Select(Port))),
            ("network_mode", mode),
            ("networks", networks),
            ("dns", ComposeText.Once(_host.DNS)),
            ("dns_opt", ComposeText.Once(_host.DNSOptions)),
            ("dns_search", ComposeText.Once(_host.DNSSearch)),
            ("extra_hosts", ComposeText.Once(_host.ExtraHosts)),
            ("volumes", new ComposeVolumes(container, top).Write()),
            ("volumes_from", List(_host.VolumesFrom?.Distinct().Select(v => "container:" + ComposeText.Escaped(v)))),
            ("tmpfs", List(_host.Tmpfs?.Select(t => t.Value.Length == 0 ? ComposeText.Escaped(t.Key) : ComposeText.Escaped($"{t.Key}:{t.Value}")))),
            ("secrets", List(container.Secrets.Select(Secret))),
            ("read_only", Known(_host.ReadonlyRootfs)),
            ("privileged", Known(_host.Privileged)),
            ("cap_add", ComposeText.Once(_host.CapAdd)),
            ("cap_drop", ComposeText.Once(_host.CapDrop)),
            ("security_opt", ComposeText.Once(_host.SecurityOpt)),
            ("sysctls", ComposeText.From(_host.Sysctls)),
            ("devices", ComposeText.Once(_host.Devices?.Select(d => $"{d.PathOnHost}:{d.PathInContainer}:{d.CgroupPermissions}"))),
            ("device_cgroup_rules", ComposeText.Once(_host.DeviceCgroupRules)),
            ("cgroup_parent", ComposeText.From(_host.CgroupParent)),
            ("cgroup", ComposeText.From(_host.CgroupnsMode)),
            ("ipc", ComposeText.From(_host.IpcMode)),
            ("pid", ComposeText.From(_host.PidMode)),
            ("userns_mode", ComposeText.From(_host.UsernsMode)),
            ("uts", ComposeText.From(_host.UTSMode)),
            ("isolation", ComposeText.From(_host.Isolation)),
            ("runtime", ComposeText.From(_host.Runtime)),
            ("logging", _host.LogConfig is { } log ? Map(("driver", ComposeText.From(log.Type)), ("options", ComposeText.From(log.Config))) : null),
            ("storage_opt", ComposeText.From(_host.StorageOpt)),
            .. ComposeLimits.Of(_host),
            ("labels", ComposeText.From(_request.Labels)),
        ]);
    }

    // An argument without a value is taken from where Compose runs: a value may be a secret, and a file is read by many.
    private YamlMapping Build(string folder) => Map(
        ("context", ComposeText.From(folder)),
        ("args", ComposeText.From(input.BuildArguments)),
        ("platforms", container.Platform is { Length: > 0 } platform ? List([ComposeText.Escaped(platform)]) : null));

    // A variable without a value would be taken from wherever Compose runs.
    private YamlMapping? Environment()
    {
        var all = new Dictionary<string, string>();
        foreach (string variable in _request.Env ?? [])
        {
            if (variable.Split('=', 2) is not [var name, var value])
            {
                throw ExportRules.Refuse(
                    ExportPlatform.Compose, "environment", Messages.FormatVariableOfImageCannotBeTakenAway(variable), Messages.GiveItAnEmptyValue);
            }

            all[name] = value;
        }

        return ComposeText.From(all);
    }

    private YamlMapping Port(PortMapping port) => Map(
        ("target", port.ContainerPort),
        ("published", port.HostPort?.ToString(CultureInfo.InvariantCulture)),
        ("host_ip", port.HostAddress),
        ("protocol", port.Protocol));

    private (string? Mode, YamlSequence? Networks) Network()
    {
        string? name = _host.NetworkMode;
        return name switch
        {
            null or "" => (null, null),
            "default" => ("bridge", null),
            "bridge" or "host" or "none" => (name, null),
            _ when name.StartsWith("container:", StringComparison.Ordinal) => (ComposeText.From(name), null),
            _ => (null, List([top.Network(name)])),
        };
    }

    // Compose copies a variable's value into the container, which it cannot where nothing may be written.
    private YamlMapping Secret(ServiceSecret secret) => _host.ReadonlyRootfs == true && ComposeTop.IsVariable(secret)
        ? throw ExportValues.Invalid(secret.Target, Messages.FormatSecretOfVariableNeedsWriting(secret.Target), Messages.GiveSecretAsFile)
        : Map(("source", top.Secret(secret)), ("target", ComposeText.From(secret.Target)));

    private string? Restart() => _host.RestartPolicy is not { } policy ? null : policy.Name switch
    {
        RestartPolicyKind.Always => "always",
        RestartPolicyKind.UnlessStopped => "unless-stopped",
        RestartPolicyKind.OnFailure => policy.MaximumRetryCount > 0
            ? string.Create(CultureInfo.InvariantCulture, $"on-failure:{policy.MaximumRetryCount}") : "on-failure",
        _ => "no",
    };

    /// <summary>A time as Compose writes it.</summary>
    public static string Duration(TimeSpan time) => time.Ticks switch
    {
        var ticks when ticks % TimeSpan.TicksPerSecond == 0 => Whole(ticks / TimeSpan.TicksPerSecond, "s"),
        var ticks when ticks % TimeSpan.TicksPerMillisecond == 0 => Whole(ticks / TimeSpan.TicksPerMillisecond, "ms"),
        var ticks when ticks % TimeSpan.TicksPerMicrosecond == 0 => Whole(ticks / TimeSpan.TicksPerMicrosecond, "us"),
        var ticks => Whole(ticks * TimeSpan.NanosecondsPerTick, "ns"),
    };

    // Compose cuts a fraction off, and of half a second nothing is left.
    private static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Ceiling(time.TotalSeconds));

    private static string Whole(long number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");

    private static bool? Known(bool? flag) => flag == true ? true : null;
}
