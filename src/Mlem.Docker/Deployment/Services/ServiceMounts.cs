using Docker.DotNet.Models;

namespace Mlem.Docker.Deployment;

/// <summary>Volumes, mounts and tmpfs of a container as mounts, all in one form: a swarm and Kubernetes know no other.</summary>
internal static class ServiceMounts
{
    /// <param name="host">The container's request.</param>
    /// <param name="refuse">Makes the error for an option that a mount has no place for: the parameter, the option, what is possible.</param>
    public static IList<Mount> From(HostConfig host, Func<string, string, string, MlemException>? refuse = null)
    {
        refuse ??= (name, option, possible) => ServiceLimits.Refuse(
            name,
            name == "tmpfs" ? Messages.FormatSwarmsTmpfsHasNoOption(option) : Messages.FormatSwarmsMountsHaveNoOption(option),
            possible);
        return
        [
            .. (host.Binds ?? []).Select(bind => Bind(bind, refuse)),
            .. host.Mounts ?? [],
            .. (host.Tmpfs ?? new Dictionary<string, string>()).Select(t => Tmpfs(t.Key, t.Value, refuse)),
        ];
    }

    // source:target[:options]; a source that is no path is a volume's name.
    private static Mount Bind(string text, Func<string, string, string, MlemException> refuse)
    {
        string[] parts = Parts(text);
        string[] options = parts.Length > 2 ? parts[2].Split(',') : [];
        string? unknown = options.FirstOrDefault(o => o is not ("ro" or "rw" or "nocopy"));
        if (unknown is not null)
            throw refuse("volumes", unknown, Messages.RoRwAndNocopyArePossible);
        bool path = parts[0].StartsWith('/') || parts[0].StartsWith('~') || parts[0].StartsWith('.') || parts[0].Contains('\\');
        return new Mount
        {
            Type = path ? "bind" : "volume",
            Source = parts[0],
            Target = parts[1],
            ReadOnly = options.Contains("ro") ? true : null,
            VolumeOptions = options.Contains("nocopy") ? new VolumeOptions { NoCopy = true } : null,
        };
    }

    /// <summary>Source, target and options of a volume; the colon after a drive's letter is none between parts.</summary>
    public static string[] Parts(string text) =>
        text.Length > 2 && text[1] == ':' && text[2] == '\\' && text[3..].Split(':') is [var first, .. var others]
            ? [text[..3] + first, .. others]
            : text.Split(':', 3);

    private static Mount Tmpfs(string target, string options, Func<string, string, string, MlemException> refuse)
    {
        var settings = new TmpfsOptions();
        foreach (string[] option in options.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('=', 2)))
        {
            switch (option)
            {
                case ["size", var size]:
                    settings.SizeBytes = new RunValue("tmpfs", size).Size();
                    break;
                case ["mode", var mode] when mode.Length > 0 && mode.All(c => c is >= '0' and <= '7'):
                    settings.Mode = Convert.ToUInt32(mode, 8);
                    break;
                case ["rw"]:
                    break;
                default:
                    throw refuse("tmpfs", option[0], Messages.SizeAndModeArePossible);
            }
        }

        return new Mount { Type = "tmpfs", Target = target, TmpfsOptions = settings };
    }
}
