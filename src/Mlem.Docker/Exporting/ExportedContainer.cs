using Docker.DotNet.Models;
using Mlem.Docker.Deployment;

namespace Mlem.Docker.Exporting;

/// <summary>
/// What the container of a declaration is, whatever starts it: the Engine's own request for it, as
/// Start-MlemDockerContainer would send it, and what is known of its image. The writers of the platforms read this, and
/// nothing of the declaration.
/// </summary>
internal sealed record ExportedContainer
{
    private ExportedContainer(string name, string image, CreateContainerParameters request, RunParameters parameters)
    {
        Name = name;
        Image = image;
        Request = request;
        Ports = parameters.Ports;
        HasOwnCommand = parameters.OverridesCommand;
    }

    /// <summary>The container's name.</summary>
    public string Name { get; }

    /// <summary>The image, as it is pulled.</summary>
    public string Image { get; }

    /// <summary>The Engine's request.</summary>
    public CreateContainerParameters Request { get; }

    /// <summary>The request's part about the machine.</summary>
    public HostConfig Host => Request.HostConfig!;

    /// <summary>The declared ports.</summary>
    public IReadOnlyList<PortMapping> Ports { get; }

    /// <summary>Whether it runs something else than its image says, of which nobody knows whether it serves.</summary>
    public bool HasOwnCommand { get; }

    /// <summary>The server in the image; null where it is not known.</summary>
    public Server? Server { get; private init; }

    /// <summary>The image as it was looked up; null where it was not.</summary>
    public DockerImage? Known { get; private init; }

    /// <summary>The model's hash; null where it is not known.</summary>
    public string? ModelHash { get; private init; }

    /// <summary>Secrets that it sees as files.</summary>
    public IReadOnlyList<ServiceSecret> Secrets { get; private init; } = [];

    /// <summary>What it runs on: what is declared for it, or for the build of its image; null for whatever there is.</summary>
    public string? Platform { get; private init; }

    /// <summary>Whether its image brings a check of its own.</summary>
    public bool ImageHasHealthcheck { get; private init; }

    /// <summary>How long it has for its end.</summary>
    public TimeSpan StopGrace { get; private init; }

    /// <summary>The port that answers MLEM's HTTP interface; null where none does, or nobody knows.</summary>
    public int? InterfacePort => HasOwnCommand ? null : Server?.InterfacePort;

    /// <summary>Least privilege, as -Hardened declares it: nothing is written to its own files, and no capability is left.</summary>
    public bool IsHardened => Host.ReadonlyRootfs == true
        && Host.CapDrop?.Any(c => c.Equals("ALL", StringComparison.OrdinalIgnoreCase)) == true;

    /// <summary>The health check: the declared one, else one that asks MLEM's interface, else none.</summary>
    public HealthcheckConfig? Healthcheck => Request.Healthcheck ?? ServerCheck;

    /// <summary>The check that asks MLEM's interface; null where there is none.</summary>
    public HealthcheckConfig? ServerCheck => InterfacePort is { } port ? ServiceHealth.ByHttp(port, null) : null;

    /// <summary>The parameter that names its network.</summary>
    public string NetworkParameter { get; private init; } = "network";

    /// <summary>The ports inside, each once: those that are declared, else those of the server.</summary>
    public IReadOnlyList<PortMapping> Inside => Ports.Count > 0
        ? [.. Ports.Select(p => new PortMapping(p.ContainerPort, null, null, p.Protocol)).Distinct()]
        : HasOwnCommand ? [] : [.. (Server?.Ports ?? []).Distinct().Select(p => new PortMapping(p))];

    /// <summary>Describes the container of a declaration.</summary>
    /// <param name="platform">What it is written for; what that cannot is refused.</param>
    /// <param name="service">The declaration, and what is known beside it.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="image">The image as it is pulled.</param>
    /// <exception cref="MlemException">A parameter is none, has no such value, or the platform has no place for it.</exception>
    public static ExportedContainer For(ExportPlatform platform, ExportInput service, string name, string image)
    {
        RunParameters parameters = RunParameters.Parse(service.Deployment.Params, service.Deployment.Ports);
        ExportRules.Check(platform, service.Deployment.Params);
        CreateContainerParameters request = parameters.Build(image, name, null);
        ExportValues.Check(platform, request, service.Secrets);
        return new ExportedContainer(name, image, request, parameters)
        {
            ImageHasHealthcheck = service.ImageHasHealthcheck,
            Server = service.Deployment.Server ?? service.Server,
            Known = service.Image,
            ModelHash = service.ModelHash ?? service.Image?.ModelHash,
            Secrets = service.Secrets,
            StopGrace = service.StopGrace,
            Platform = PlatformOf(platform, service.Deployment),
            NetworkParameter = service.Deployment.Params.ContainsKey("network") ? "network" : "network_mode",
        };
    }

    private static string? PlatformOf(ExportPlatform platform, DockerContainer declared)
    {
        string? run = declared.Params.GetValueOrDefault("platform");
        return run is { Length: > 0 } && declared.Args.Platform is { Length: > 0 } built && built != run
            ? throw ExportRules.Refuse(platform, "platform", Messages.FormatImageIsBuiltForAnotherPlatform(built), Messages.GiveOnePlatform)
            : run is { Length: > 0 } ? run : declared.Args.Platform;
    }
}
