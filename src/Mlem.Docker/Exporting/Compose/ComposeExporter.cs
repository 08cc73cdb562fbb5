using System.Net;
using System.Text.RegularExpressions;
using Mlem.Docker.Deployment;
using Mlem.Docker.Exporting;
using Mlem.Docker.Exporting.Compose;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker;

/// <summary>Writes declarations of containers as one Compose file; docs/beyond-one-machine.md says what becomes of what.</summary>
public static partial class ComposeExporter
{
    /// <summary>Makes the file.</summary>
    /// <param name="services">The declarations; each becomes a service.</param>
    /// <param name="project">The project's name; null for that of the file's folder.</param>
    /// <exception cref="MlemException">
    /// <c>ExportParameterNotSupported</c>, <c>ExportPortConflict</c>, <c>ContainerNameInvalid</c>, <c>ComposeNameInvalid</c>, <c>ComposeNameConflict</c>,
    /// <c>SecretInvalid</c>, or a parameter of a declaration is none.
    /// </exception>
    public static ComposeFile Export(IReadOnlyList<ExportInput> services, string? project = null)
    {
        if (project is not null && !ProjectName().IsMatch(project))
            throw Invalid("ProjectName", project);
        var all = new ComposeTop();
        List<(string Key, object? Value)> written = [];
        List<ExportedContainer> containers = [];
        foreach (ExportInput service in services)
        {
            if (service.Deployment.ContainerName is { } given)
                ContainerNames.Check(given);
            string name = ServiceName().IsMatch(service.Name) ? service.Name : throw Invalid("container_name", service.Name);
            if (containers.Any(c => c.Name == name))
            {
                throw new MlemException(
                    "ComposeNameConflict",
                    MlemErrorCategory.InvalidArgument,
                    Messages.FormatComposeNameConflict(name),
                    name,
                    Messages.ComposeNameConflictRemedy);
            }

            ExportedContainer container = ExportedContainer.For(ExportPlatform.Compose, service, name, Image(service));
            CheckPorts(container, containers);
            containers.Add(container);
            written.Add((name, new ComposeService(container, service, all).Write()));
        }

        YamlMapping document = Map(
            ("name", project),
            ("services", Map([.. written])),
            ("networks", all.Networks),
            ("volumes", all.Volumes),
            ("secrets", all.Secrets));
        return new ComposeFile(project, [.. containers.Select(c => c.Name)], document);
    }

    // What a registry has is named by its digest; what this machine has, or Compose builds, by its name.
    private static string Image(ExportInput service) =>
        service is { BuildFolder: null, Image: { Digest: not null, Pin: null } } ? ExportImage.ByDigest(service)
        : service.Image?.Uri ?? service.Name.ToLowerInvariant();

    private static void CheckPorts(ExportedContainer container, List<ExportedContainer> before)
    {
        foreach (PortMapping port in container.Ports.Where(p => p.HostPort is not null))
        {
            ExportedContainer? holder = before.FirstOrDefault(other => other.Ports.Any(p => Overlap(p, port)));
            if (holder is not null || container.Ports.Any(p => !ReferenceEquals(p, port) && Overlap(p, port)))
            {
                throw new MlemException(
                    "ExportPortConflict",
                    MlemErrorCategory.InvalidArgument,
                    Messages.FormatExportPortConflict(port, port.HostPort, container.Name, holder?.Name ?? container.Name),
                    port.ToString(),
                    Messages.ExportPortConflictRemedy);
            }
        }
    }

    private static bool Overlap(PortMapping one, PortMapping other) =>
        one.HostPort == other.HostPort && one.Protocol == other.Protocol
        && Meet(one.HostAddress, other.HostAddress);

    // All addresses of a family meet those of that family only; without an address, both families are meant.
    private static bool Meet(string? one, string? other)
    {
        if (one is null || other is null)
            return true;
        (IPAddress first, IPAddress second) = (IPAddress.Parse(one), IPAddress.Parse(other));
        return first.AddressFamily == second.AddressFamily
            && (first.Equals(second) || IsAny(first) || IsAny(second));
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    private static MlemException Invalid(string field, string name) => new(
        "ComposeNameInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatComposeNameInvalid(field, name),
        name,
        Messages.ComposeNameInvalidRemedy);

    [GeneratedRegex(@"\A[a-zA-Z0-9][a-zA-Z0-9._-]*\z")]
    private static partial Regex ServiceName();

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]*\z")]
    private static partial Regex ProjectName();
}
