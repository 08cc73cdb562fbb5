using System.Globalization;
using Docker.DotNet.Models;
using Mlem.Docker.Deployment;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>
/// Folders, volumes, memory and Secrets as volumes of a pod: a folder of the machine is a <c>hostPath</c>, a named volume the
/// claim of that name.
/// </summary>
internal sealed class KubernetesVolumes
{
    private const string SecretFolder = "/run/secrets/";

    private readonly List<object> _volumes = [];
    private readonly List<object> _mounts = [];
    private readonly HashSet<string> _targets = [];

    private readonly HostConfig _host;

    public KubernetesVolumes(ExportedContainer container)
    {
        _host = container.Host;
        IEnumerable<Mount> mounts = ServiceMounts.From(
            container.Host, (name, option, possible) => Refuse(name, Messages.FormatPodsMountsHaveNoOption(option), possible));
        foreach (Mount mount in mounts)
            Add(mount);
        if (container.Host.ShmSize > 0)
        {
            YamlMapping memory = Map(("medium", "Memory"), ("sizeLimit", KubernetesResources.Bytes(container.Host.ShmSize)));
            Add("/dev/shm", null, "emptyDir", memory, parameter: "shm_size");
        }

        foreach (ServiceSecret secret in container.Secrets)
            Add(secret);
    }

    /// <summary>The pod's <c>volumes</c>.</summary>
    public YamlSequence? Volumes => List(_volumes);

    /// <summary>The container's <c>volumeMounts</c>.</summary>
    public YamlSequence? Mounts => List(_mounts);

    private void Add(Mount mount)
    {
        // Nothing of the image is copied into a volume of a pod, as no_copy wants it.
        if (mount.VolumeOptions is { Labels.Count: > 0 } or { DriverConfig: not null })
            throw Refuse(Named(mount), Messages.FormatPodsMountsHaveNoOption(mount.VolumeOptions.Labels?.Count > 0 ? "labels" : "driver_config"), Messages.LeaveItOut);
        if (mount.Consistency is { Length: > 0 })
            throw Refuse("mounts", Messages.FormatPodsMountsHaveNoOption("consistency"), Messages.LeaveItOut);
        if (mount.TmpfsOptions is { Mode: > 0 })
            throw Refuse(Named(mount), Messages.FormatPodsMountsHaveNoOption("mode"), Messages.LeaveItOut);
        (string kind, YamlMapping source) = (mount.Type, mount.Source) switch
        {
            ("bind", { Length: > 0 } folder) when folder.Split('/').Contains("..") => throw Refuse(
                Named(mount), Messages.FormatFolderOfNodeHasDots(folder), Messages.GiveAPathWithoutDots),
            ("bind", { Length: > 0 } folder) when folder.StartsWith('/') => ("hostPath", Map(("path", folder))),
            ("bind", var folder) => throw Refuse(Named(mount), Messages.FormatFolderOfNodeIsAbsolute(folder), Messages.GiveAnAbsolutePath),
            ("volume", { Length: > 0 } name) => (
                "persistentVolumeClaim", Map(("claimName", KubernetesNames.Subdomain($"params.{Named(mount)}", name)))),
            ("volume", _) => ("emptyDir", Empty),
            ("tmpfs", _) => ("emptyDir", Map(
                ("medium", "Memory"),
                ("sizeLimit", mount.TmpfsOptions is { SizeBytes: > 0 and var size } ? KubernetesResources.Bytes(size) : null))),
            var (other, _) => throw Refuse("mounts", Messages.FormatPodHasNoMountsOfType(other), Messages.BindVolumeAndTmpfsArePossible),
        };
        Add(
            mount.Target ?? string.Empty,
            mount.ReadOnly == true ? true : null,
            kind,
            source,
            Propagation(Named(mount), mount.BindOptions?.Propagation),
            parameter: Named(mount));
    }

    private string Named(Mount mount) => _host.Mounts?.Contains(mount) == true ? "mounts" : mount.Type == "tmpfs" ? "tmpfs" : "volumes";

    // secret, secret/key: the key is called as the secret where it is not named.
    private void Add(ServiceSecret secret)
    {
        if (secret.Name is not { } reference)
        {
            throw new MlemException(
                "ExportSecretHasValue",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatExportSecretHasValue(secret.Target),
                secret.Target,
                Messages.ExportSecretHasValueRemedy);
        }

        string[] parts = reference.Split('/', 2);
        string name = KubernetesNames.Subdomain("Secret", parts[0]);
        string key = KubernetesNames.Key("Secret", parts.Length > 1 ? parts[1] : parts[0]);
        string target = secret.Name == secret.Target ? key : secret.Target;
        string file = target.StartsWith('/') ? target : SecretFolder + target;
        Add(
            file,
            true,
            "secret",
            Map(("secretName", name), ("items", List([Map(("key", key), ("path", key))]))),
            null,
            key);
    }

    private void Add(
        string target,
        bool? readOnly,
        string kind,
        YamlMapping source,
        string? propagation = null,
        string? subPath = null,
        string parameter = "volumes")
    {
        if (kind == "secret" && _targets.Contains(target.TrimEnd('/')))
            throw ExportValues.Twice(target);
        if (!target.StartsWith('/') || target.Contains(':'))
        {
            throw kind == "secret"
                ? ExportValues.Invalid(target, Messages.FormatSecretCannotBeAt(target), Messages.GiveAnAbsolutePath)
                : Refuse(parameter, Messages.FormatCannotBeMountedAt(target), Messages.GiveAnAbsolutePath);
        }

        if (!_targets.Add(target.TrimEnd('/')))
            throw Refuse(parameter, Messages.FormatIsMountedTwice(target), Messages.LeaveOneOfThemOut);
        string name = string.Create(CultureInfo.InvariantCulture, $"{(kind == "secret" ? "secret" : "volume")}-{_volumes.Count + 1}");
        _volumes.Add(Map(("name", name), (kind, source)));
        _mounts.Add(Map(
            ("name", name), ("mountPath", target), ("subPath", subPath), ("readOnly", readOnly), ("mountPropagation", propagation)));
    }

    private static string? Propagation(string parameter, string? docker) => docker switch
    {
        null or "" or "rprivate" or "private" => null,
        "rslave" => "HostToContainer",
        "rshared" => "Bidirectional",
        _ => throw Refuse(parameter, Messages.FormatPodsMountsHaveNoOption(docker), Messages.LeaveItOut),
    };

    private static MlemException Refuse(string name, string why, string instead) =>
        ExportRules.Refuse(ExportPlatform.Kubernetes, name, why, instead);
}
