using Docker.DotNet.Models;
using Mlem.Docker.Deployment;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Compose;

/// <summary>Volumes and mounts; a named volume keeps its name, which Compose would else put its project before.</summary>
internal sealed class ComposeVolumes(ExportedContainer container, ComposeTop top)
{
    private readonly HostConfig _host = container.Host;

    // What an Engine knows as the third part of a volume (https://docs.docker.com/engine/storage/bind-mounts).
    private static readonly HashSet<string> Modes = new(StringComparer.Ordinal)
    {
        "ro", "rw", "z", "Z", "nocopy", "consistent", "cached", "delegated", "private", "rprivate", "shared", "rshared", "slave", "rslave",
    };

    public YamlSequence? Write()
    {
        // An Engine refuses a second thing at one place; Compose takes the last one without a word.
        IEnumerable<(string Parameter, string Target)> targets =
        [
            .. (_host.Binds ?? []).Select(b => ("volumes", ServiceMounts.Parts(b)[1])),
            .. (_host.Mounts ?? []).Select(m => ("mounts", m.Target ?? string.Empty)),
            .. (_host.Tmpfs ?? new Dictionary<string, string>()).Keys.Select(t => ("tmpfs", t)),
        ];
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string parameter, string target) in targets)
        {
            if (!taken.Add(target.TrimEnd('/')))
                throw ExportRules.Refuse(ExportPlatform.Compose, parameter, Messages.FormatIsMountedTwice(target), Messages.LeaveOneOfThemOut);
        }

        return List([.. (_host.Binds ?? []).Select(Bind), .. (_host.Mounts ?? []).Select(Mount)]);
    }

    // source:target[:options], as docker takes it and Compose does.
    private string Bind(string text)
    {
        string source = text.Split(':')[0];
        if (ServiceMounts.Parts(text).ElementAtOrDefault(2)?.Split(',').FirstOrDefault(mode => !Modes.Contains(mode)) is { } unknown)
        {
            throw ExportRules.Refuse(
                ExportPlatform.Compose, "volumes", Messages.FormatVolumeHasNoMode(unknown), Messages.FormatTheseModesArePossible(string.Join(", ", Modes)));
        }

        bool path = source.Length < 2 || source.StartsWith('/') || source.StartsWith('~') || source.StartsWith('.') || source.Contains('\\');
        return ComposeText.Escaped(path ? text : top.Volume(source, _host.VolumeDriver) + text[source.Length..]);
    }

    private YamlMapping Mount(Mount mount)
    {
        bool named = mount.Type == "volume" && mount.Source is { Length: > 0 };
        return Map(
            ("type", mount.Type),
            ("source", named ? top.Volume(mount.Source!, null, mount.VolumeOptions?.Labels) : ComposeText.From(mount.Source)),
            ("target", ComposeText.From(mount.Target)),
            ("read_only", mount.ReadOnly == true ? true : null),
            ("consistency", ComposeText.From(mount.Consistency)),
            ("bind", mount.Type != "bind" ? null : Map(
                ("propagation", ComposeText.From(mount.BindOptions?.Propagation)), ("create_host_path", false))),
            ("volume", mount.VolumeOptions?.NoCopy == true ? Map(("nocopy", true)) : null),
            ("tmpfs", mount.TmpfsOptions is not { } tmpfs ? null : MapOrNull(
                ("size", tmpfs.SizeBytes > 0 ? tmpfs.SizeBytes : null), ("mode", tmpfs.Mode > 0 ? (long)tmpfs.Mode : null))));
    }
}
