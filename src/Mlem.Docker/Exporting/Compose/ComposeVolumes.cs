using Docker.DotNet.Models;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Compose;

/// <summary>Volumes and mounts; a named volume keeps its name, which Compose would else put its project before.</summary>
internal sealed class ComposeVolumes(ExportedContainer container, ComposeTop top)
{
    private readonly HostConfig _host = container.Host;

    public YamlSequence? Write() => List([.. (_host.Binds ?? []).Select(Bind), .. (_host.Mounts ?? []).Select(Mount)]);

    // source:target[:options], as docker takes it and Compose does.
    private string Bind(string text)
    {
        string source = text.Split(':')[0];
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
