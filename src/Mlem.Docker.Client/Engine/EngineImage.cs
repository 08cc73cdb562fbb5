using System.Text.Json;
using Docker.DotNet.Models;

namespace Mlem.Docker.Engine;

/// <summary>An image on the Engine (<c>GET /images/{name}/json</c>).</summary>
public sealed record EngineImage
{
    /// <summary>The image's id: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>Its names with tag: <c>team/model:1.0</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Its names with the digest that a registry gave: <c>team/model@sha256:…</c>.</summary>
    public IReadOnlyList<string> RepositoryDigests { get; init; } = [];

    /// <summary>Its size in bytes.</summary>
    public long Size { get; init; }

    /// <summary>Its labels.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was made, UTC; null where the image does not say.</summary>
    public DateTime? Created { get; init; }

    /// <summary>Its operating system, such as <c>linux</c>.</summary>
    public string OperatingSystem { get; init; } = string.Empty;

    /// <summary>Its processor, such as <c>amd64</c>.</summary>
    public string Architecture { get; init; } = string.Empty;

    /// <summary>The ports that it declares, such as <c>8080/tcp</c>.</summary>
    public IReadOnlyList<string> ExposedPorts { get; init; } = [];

    /// <summary>Its environment, as <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> Environment { get; init; } = [];

    /// <summary>Its command; empty without one.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Its entry point; empty without one.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>The shell of its Dockerfile's commands (<c>SHELL</c>); empty for Docker's own.</summary>
    public IReadOnlyList<string> Shell { get; init; } = [];

    /// <summary>Its working folder; empty for the root.</summary>
    public string WorkingDirectory { get; init; } = string.Empty;

    /// <summary>Its user; empty for root.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>True when it declares a health check.</summary>
    public bool HasHealthcheck => Healthcheck is not null;

    /// <summary>Its health check (Dockerfile: <c>HEALTHCHECK</c>); null without one.</summary>
    public ImageHealthcheck? Healthcheck { get; init; }

    /// <summary>Whether a manifest's digest is this image's: with the containerd image store it is the id itself.</summary>
    internal bool IsKnownAs(string digest) =>
        Id == digest || RepositoryDigests.Any(one => one.EndsWith("@" + digest, StringComparison.Ordinal));

    internal static EngineImage From(JsonElement? image) => new()
    {
        Id = KnownId(image.Text("Id")),
        Tags = [.. Named(image.List("RepoTags"))],
        RepositoryDigests = [.. Named(image.List("RepoDigests"))],
        Size = image.Number("Size") ?? 0,
        Labels = image.Texts("Config", "Labels"),
        Created = image.Moment("Created"),
        OperatingSystem = image.Text("Os") ?? string.Empty,
        Architecture = image.Text("Architecture") ?? string.Empty,
        ExposedPorts = [.. image.Texts("Config", "ExposedPorts").Keys],
        Environment = image.List("Config", "Env"),
        Command = image.List("Config", "Cmd"),
        Entrypoint = image.List("Config", "Entrypoint"),
        Shell = image.List("Config", "Shell"),
        WorkingDirectory = image.Text("Config", "WorkingDir") ?? string.Empty,
        User = image.Text("Config", "User") ?? string.Empty,
        Healthcheck = ImageHealthcheck.From(image.Find("Config", "Healthcheck")),
    };

    internal static EngineImage From(ImageInspectResponse image)
    {
        var config = image.Config;
        return new EngineImage
        {
            Id = KnownId(image.ID),
            Tags = [.. Named(image.RepoTags)],
            RepositoryDigests = [.. Named(image.RepoDigests)],
            Size = image.Size,
            Labels = Copy(config?.Labels),
            Created = image.Created?.ToUniversalTime(),
            OperatingSystem = image.Os ?? string.Empty,
            Architecture = image.Architecture ?? string.Empty,
            ExposedPorts = config?.ExposedPorts is { } ports ? [.. ports.Keys] : [],
            Environment = [.. config?.Env ?? []],
            Command = [.. config?.Cmd ?? []],
            Entrypoint = [.. config?.Entrypoint ?? []],
            Shell = [.. config?.Shell ?? []],
            WorkingDirectory = config?.WorkingDir ?? string.Empty,
            User = config?.User ?? string.Empty,
            Healthcheck = ImageHealthcheck.From(config?.Healthcheck),
        };
    }

    internal static EngineImage From(ImagesListResponse image) => new()
    {
        Id = KnownId(image.ID),
        Tags = [.. Named(image.RepoTags)],
        RepositoryDigests = [.. Named(image.RepoDigests)],
        Size = image.Size,
        Labels = Copy(image.Labels),
        Created = image.Created.ToUniversalTime(),
    };

    /// <summary>An id in an answer; without it the answer is none of a Docker Engine.</summary>
    internal static string KnownId(string? id) =>
        string.IsNullOrEmpty(id) ? throw new FormatException(Messages.AnswerNamesNoId) : id;

    internal static IReadOnlyDictionary<string, string> Copy(IDictionary<string, string>? values) =>
        values is null ? new Dictionary<string, string>() : new Dictionary<string, string>(values);

    // Engines show an image without name as "<none>:<none>" in lists.
    private static IEnumerable<string> Named(IEnumerable<string>? names) =>
        names?.Where(name => !name.StartsWith("<none>", StringComparison.Ordinal)) ?? [];
}
