using System.Globalization;
using Docker.DotNet.Models;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>
/// What a container may do, as the security contexts of its pod
/// (https://kubernetes.io/docs/concepts/security/pod-security-standards/).
/// </summary>
internal sealed class KubernetesRights(ExportedContainer container)
{
    private readonly HostConfig _host = container.Host;

    /// <summary>The pod's: groups and kernel settings.</summary>
    public YamlMapping? OfPod() => MapOrNull(
        ("supplementalGroups", List(_host.GroupAdd?.Select(g => (object)Number("group_add", g)))),
        ("sysctls", List(_host.Sysctls?.Select(s => Map(("name", KubernetesNames.Sysctl("params.sysctls", s.Key)), ("value", s.Value))))));

    /// <summary>The container's. Docker confines system calls unless it is told otherwise, so Kubernetes is told to.</summary>
    public YamlMapping OfContainer()
    {
        (long? user, long? group) = User();
        bool privileged = _host.Privileged == true;
        (bool noNew, bool unconfined) = Options();
        if (privileged && noNew)
            throw ExportRules.Refuse(ExportPlatform.Kubernetes, "privileged", Messages.PrivilegedHasAllRights, Messages.LeaveOneOfThemOut);
        if (container.IsHardened && user == 0)
            throw ExportRules.Refuse(ExportPlatform.Kubernetes, "user", Messages.HardenedRunsAsNoRoot, Messages.GiveAnotherUser);
        return Map(
            ("runAsUser", user),
            ("runAsGroup", group),
            ("runAsNonRoot", user > 0 || (user is null && container.IsHardened) ? true : null),
            ("readOnlyRootFilesystem", _host.ReadonlyRootfs == true ? true : null),
            ("privileged", privileged ? true : null),
            ("allowPrivilegeEscalation", noNew || (container.IsHardened && !privileged) ? false : null),
            ("capabilities", MapOrNull(
                ("add", List(_host.CapAdd?.Select(c => Capability("cap_add", c)))),
                ("drop", List(_host.CapDrop?.Select(c => Capability("cap_drop", c)))))),
            ("seccompProfile", privileged ? null : Map(("type", unconfined ? "Unconfined" : "RuntimeDefault"))));
    }

    private (long? User, long? Group) User()
    {
        if (container.Request.User is not { Length: > 0 } text)
            return (null, null);
        string[] parts = text.Split(':', 2);
        return (Number("user", parts[0]), parts.Length > 1 ? Number("user", parts[1]) : null);
    }

    private (bool NoNewPrivileges, bool Unconfined) Options()
    {
        (bool noNew, bool unconfined) = (false, false);
        foreach (string option in _host.SecurityOpt ?? [])
        {
            switch (option.Replace(':', '='))
            {
                case "no-new-privileges" or "no-new-privileges=true":
                    noNew = true;
                    break;
                case "no-new-privileges=false":
                    break;
                case "seccomp=unconfined":
                    unconfined = true;
                    break;
                default:
                    throw ExportRules.Refuse(
                        ExportPlatform.Kubernetes,
                        "security_opt",
                        Messages.FormatPodHasNoSecurityOption(option),
                        Messages.NoNewPrivilegesAndSeccompArePossible);
            }
        }

        return (noNew, unconfined);
    }

    private static long Number(string parameter, string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number <= int.MaxValue ? number : throw ExportRules.Refuse(
                ExportPlatform.Kubernetes, parameter, Messages.FormatNumberIsTooGreat(text, int.MaxValue), Messages.GiveALowerOne)
            : throw ExportRules.Refuse(
                ExportPlatform.Kubernetes, parameter, Messages.FormatPodTakesNumbersOfUsers(text), Messages.GiveTheNumberThatImageHas);

    // NET_BIND_SERVICE, as Kubernetes writes it; docker takes CAP_NET_BIND_SERVICE and small letters as well.
    private static string Capability(string parameter, string name)
    {
        string upper = name.ToUpperInvariant();
        string plain = upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper[4..] : upper;
        return plain.Length > 0 && plain.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? plain : throw ExportRules.Refuse(
            ExportPlatform.Kubernetes, parameter, Messages.FormatIsNoCapability(name), Messages.GiveItAsKernelNamesIt);
    }
}
