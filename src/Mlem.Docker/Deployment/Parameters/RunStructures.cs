using Docker.DotNet.Models;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Deployment;

/// <summary>The run parameters that are more than one value, in docker-py's forms.</summary>
internal static class RunStructures
{
    // docker-py gives these in nanoseconds.
    public static HealthcheckConfig Healthcheck(RunValue value)
    {
        RunFields fields = value.Fields();
        IList<string>? test = fields.Texts("test");
        TimeSpan? Span(string name) => fields.Integer(name) is { } ns ? TimeSpan.FromTicks(ns / 100) : null;
        var check = new HealthcheckConfig
        {
            Test = test is [var command] && command != "NONE" ? ["CMD-SHELL", command] : test,
            Interval = Span("interval"),
            Timeout = Span("timeout"),
            StartPeriod = Span("start_period"),
            Retries = fields.Integer("retries"),
        };
        fields.End("test, interval, timeout, retries, start_period");
        return check;
    }

    public static RestartPolicy RestartPolicy(RunValue value)
    {
        string name = value.Text;
        long count = 0;
        if (value.IsMapping)
        {
            RunFields fields = value.Fields();
            name = fields.Text("Name") ?? string.Empty;
            count = fields.Integer("MaximumRetryCount") ?? 0;
            fields.End("Name, MaximumRetryCount");
        }

        return new RestartPolicy
        {
            Name = name switch
            {
                "" or "no" => RestartPolicyKind.No,
                "always" => RestartPolicyKind.Always,
                "on-failure" => RestartPolicyKind.OnFailure,
                "unless-stopped" => RestartPolicyKind.UnlessStopped,
                _ => throw value.Wrong(Messages.NameWithNoAlwaysOnFailure),
            },
            MaximumRetryCount = count,
        };
    }

    public static LogConfig LogConfig(RunValue value)
    {
        RunFields fields = value.Fields();
        var config = new LogConfig { Type = fields.Required("type"), Config = fields.Pairs("config") ?? new Dictionary<string, string>() };
        fields.End("type, config");
        return config;
    }

    /// <summary>{host: {bind, mode}}, or docker's own <c>host:container:mode</c>.</summary>
    public static IList<string> Volumes(RunValue value)
    {
        if (!value.IsMapping)
            return [.. value.Texts().Select(t => t.Contains(':') ? t : throw value.Wrong(Messages.SourceTargetOrSourceBindTarget))];
        return [.. value.Entries().Select(e =>
        {
            if (e.Value is not YamlMapping map)
                return $"{e.Key}:{value.Scalar(e.Value)}";
            var fields = new RunFields(value, map);
            string bind = $"{e.Key}:{fields.Required("bind")}:{fields.Text("mode") ?? (fields.Flag("ro") == true ? "ro" : "rw")}";
            fields.End("bind, mode");
            return bind;
        })];
    }

    /// <summary>{target: options}, or a list of <c>target:options</c>.</summary>
    public static IDictionary<string, string> Tmpfs(RunValue value) => value.IsMapping
        ? value.Pairs()
        : value.Texts().Select(t => t.Split(':', 2)).GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.Last().ElementAtOrDefault(1) ?? string.Empty);

    public static IList<Mount> Mounts(RunValue value) => [.. value.FieldList().Select(f =>
    {
        var mount = new Mount
        {
            Type = f.Text("type") ?? "volume",
            Source = f.Text("source"),
            Target = f.Required("target"),
            ReadOnly = f.Flag("read_only") ?? false,
            Consistency = f.Text("consistency"),
            BindOptions = f.Text("propagation") is { } propagation ? new BindOptions { Propagation = propagation } : null,
        };
        if (f.Flag("no_copy") is var noCopy && f.Pairs("labels") is var labels && (noCopy is not null || labels is not null))
            mount.VolumeOptions = new VolumeOptions { NoCopy = noCopy ?? false, Labels = labels ?? new Dictionary<string, string>() };
        if (f.Text("tmpfs_size") is var size && f.Integer("tmpfs_mode") is var mode && (size is not null || mode is not null))
        {
            mount.TmpfsOptions = new TmpfsOptions
            {
                SizeBytes = size is null ? 0 : new RunValue(value.Name, size).Size(),
                Mode = (uint)(mode ?? 0),
            };
        }

        f.End("type, source, target, read_only, consistency, propagation, no_copy, labels, tmpfs_size, tmpfs_mode");
        return mount;
    })];

    public static IList<Ulimit> Ulimits(RunValue value) => [.. value.FieldList().Select(f =>
    {
        long? soft = f.Integer("soft");
        long? hard = f.Integer("hard");
        var limit = new Ulimit { Name = f.Required("name"), Soft = soft ?? hard ?? 0, Hard = hard ?? soft ?? 0 };
        f.End("name, soft, hard");
        return limit;
    })];

    public static IList<WeightDevice> Weights(RunValue value) => [.. value.FieldList().Select(f =>
    {
        var device = new WeightDevice { Path = f.Required("Path"), Weight = (ushort)new RunValue(value.Name, f.Required("Weight")).Integer(10, 1000) };
        f.End("Path, Weight");
        return device;
    })];

    public static IList<ThrottleDevice> Rates(RunValue value) => [.. value.FieldList().Select(f =>
    {
        var device = new ThrottleDevice { Path = f.Required("Path"), Rate = (ulong)new RunValue(value.Name, f.Required("Rate")).Integer(0) };
        f.End("Path, Rate");
        return device;
    })];

    public static IList<DeviceMapping> Devices(RunValue value) => [.. value.Texts().Select(text =>
    {
        string[] parts = text.Split(':');
        return parts.Length is >= 1 and <= 3 && parts[0].Length > 0
            ? new DeviceMapping
            {
                PathOnHost = parts[0],
                PathInContainer = parts.Length > 1 ? parts[1] : parts[0],
                CgroupPermissions = parts.Length > 2 ? parts[2] : "rwm",
            }
            : throw value.Wrong(Messages.ListOfHostContainerRights);
    })];

    /// <summary>GPUs, and whatever else a device driver hands out.</summary>
    public static IList<DeviceRequest> DeviceRequests(RunValue value) => [.. value.FieldList().Select(f =>
    {
        var request = new DeviceRequest
        {
            Driver = f.Text("driver") ?? string.Empty,
            Count = f.Integer("count") ?? 0,
            DeviceIDs = f.Texts("device_ids") ?? [],
            Capabilities = f.TextLists("capabilities") ?? [],
            Options = f.Pairs("options") ?? new Dictionary<string, string>(),
        };
        f.End("driver, count, device_ids, capabilities, options");
        return request;
    })];
}
