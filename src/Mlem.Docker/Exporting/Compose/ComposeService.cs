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
            ("build", input.BuildFolder is { } folder ? Map(("context", ComposeText.Of(folder))) : null),
            ("image", ComposeText.Of(container.Image)),
            ("container_name", input.Deployment.ContainerName),
            ("platform", ComposeText.Of(_request.Platform)),
            ("command", ComposeText.Of(_request.Cmd)),
            ("entrypoint", ComposeText.Of(_request.Entrypoint)),
            ("environment", Environment()),
            ("user", ComposeText.Of(_request.User)),
            ("group_add", ComposeText.Of(_host.GroupAdd)),
            ("working_dir", ComposeText.Of(_request.WorkingDir)),
            ("hostname", ComposeText.Of(_request.Hostname)),
            ("domainname", ComposeText.Of(_request.Domainname)),
            ("tty", Known(_request.Tty)),
            ("stdin_open", Known(_request.OpenStdin)),
            ("init", _host.Init),
            ("stop_signal", ComposeText.Of(_request.StopSignal)),
            ("stop_grace_period", Duration(container.StopGrace)),
            ("restart", Restart()),
            ("healthcheck", ComposeHealth.Of(container)),
            ("ports", List(container.Ports.Select(Port))),
            ("network_mode", mode),
            ("networks", networks),
            ("dns", ComposeText.Of(_host.DNS)),
            ("dns_opt", ComposeText.Of(_host.DNSOptions)),
            ("dns_search", ComposeText.Of(_host.DNSSearch)),
            ("extra_hosts", ComposeText.Of(_host.ExtraHosts)),
            ("volumes", new ComposeVolumes(container, top).Write()),
            ("volumes_from", List(_host.VolumesFrom?.Select(v => "container:" + ComposeText.Escaped(v)))),
            ("tmpfs", List(_host.Tmpfs?.Select(t => t.Value.Length == 0 ? ComposeText.Escaped(t.Key) : ComposeText.Escaped($"{t.Key}:{t.Value}")))),
            ("secrets", List(container.Secrets.Select(Secret))),
            ("read_only", Known(_host.ReadonlyRootfs)),
            ("privileged", Known(_host.Privileged)),
            ("cap_add", ComposeText.Of(_host.CapAdd)),
            ("cap_drop", ComposeText.Of(_host.CapDrop)),
            ("security_opt", ComposeText.Of(_host.SecurityOpt)),
            ("sysctls", ComposeText.Of(_host.Sysctls)),
            ("devices", List(_host.Devices?.Select(d => ComposeText.Escaped($"{d.PathOnHost}:{d.PathInContainer}:{d.CgroupPermissions}")))),
            ("device_cgroup_rules", ComposeText.Of(_host.DeviceCgroupRules)),
            ("cgroup_parent", ComposeText.Of(_host.CgroupParent)),
            ("cgroup", ComposeText.Of(_host.CgroupnsMode)),
            ("ipc", ComposeText.Of(_host.IpcMode)),
            ("pid", ComposeText.Of(_host.PidMode)),
            ("userns_mode", ComposeText.Of(_host.UsernsMode)),
            ("uts", ComposeText.Of(_host.UTSMode)),
            ("isolation", ComposeText.Of(_host.Isolation)),
            ("runtime", ComposeText.Of(_host.Runtime)),
            ("logging", _host.LogConfig is { } log ? Map(("driver", ComposeText.Of(log.Type)), ("options", ComposeText.Of(log.Config))) : null),
            ("storage_opt", ComposeText.Of(_host.StorageOpt)),
            .. ComposeLimits.Of(_host),
            ("labels", ComposeText.Of(_request.Labels)),
        ]);
    }

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

        return ComposeText.Of(all);
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
            _ when name.StartsWith("container:", StringComparison.Ordinal) => (ComposeText.Of(name), null),
            _ => (null, List([top.Network(name)])),
        };
    }

    private YamlMapping Secret(ServiceSecret secret) => Map(("source", top.Secret(secret)), ("target", ComposeText.Of(secret.Target)));

    private string? Restart() => _host.RestartPolicy is not { } policy ? null : policy.Name switch
    {
        RestartPolicyKind.Always => "always",
        RestartPolicyKind.UnlessStopped => "unless-stopped",
        RestartPolicyKind.OnFailure => policy.MaximumRetryCount > 0
            ? string.Create(CultureInfo.InvariantCulture, $"on-failure:{policy.MaximumRetryCount}") : "on-failure",
        _ => "no",
    };

    /// <summary>A time as Compose writes it.</summary>
    public static string Duration(TimeSpan time) => time.TotalMilliseconds % 1000 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0}s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0}ms");

    private static bool? Known(bool? flag) => flag == true ? true : null;
}
