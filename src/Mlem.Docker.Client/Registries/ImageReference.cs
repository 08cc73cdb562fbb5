using System.Diagnostics.CodeAnalysis;
using Mlem.Docker.Registries;

namespace Mlem.Docker;

/// <summary>
/// The name of an image as the distribution grammar defines it:
/// <c>[domain[:port]/]path[/path…][:tag][@digest]</c>. The value is normalised: a missing domain is
/// <c>docker.io</c>, and a bare name there is below <c>library/</c>. Two texts that Docker takes for the same
/// image therefore give equal values.
/// </summary>
public sealed record ImageReference
{
    internal const string DockerHubDomain = "docker.io";
    internal const string DockerHubLibrary = "library/";

    internal ImageReference(string domain, string repository, string? tag, string? digest)
    {
        Domain = domain;
        Repository = repository;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>The registry's host with its port, if it has one: <c>docker.io</c>, <c>localhost:5000</c>, <c>[::1]:5000</c>.</summary>
    public string Domain { get; }

    /// <summary>The path in the registry, without domain and tag: <c>library/busybox</c>, <c>team/models/iris</c>.</summary>
    public string Repository { get; }

    /// <summary>The tag; null where the text had none.</summary>
    public string? Tag
    {
        get;
        init => field = value is null ? null : ImageTag.Validate(value);
    }

    /// <summary>The digest, <c>sha256:…</c>; null where the text had none.</summary>
    public string? Digest
    {
        get;
        init => field = value is null || ImageDigest.Check(value, 0) is not { } fault ? value : throw fault.ToException(value);
    }

    /// <summary>Domain and repository: <c>docker.io/library/busybox</c>.</summary>
    public string Name => $"{Domain}/{Repository}";

    /// <summary>The name as Docker shows it, without what it takes for granted: <c>busybox</c>.</summary>
    public string FamiliarName => ImageReferenceParser.Familiarise(this);

    /// <summary>The reference as Docker shows it, with tag and digest as far as they were given: <c>busybox:1.36</c>.</summary>
    public string Familiar => FamiliarName + Suffix(Tag);

    /// <summary>The whole reference: <c>docker.io/library/busybox:latest</c>. <c>latest</c> stands in where neither tag nor digest is given.</summary>
    public string Canonical => Name + Suffix(Tag ?? (Digest is null ? ImageTag.Latest : null));

    /// <summary>What a registry is asked for: the digest if there is one, else the tag, else <c>latest</c>.</summary>
    public string TagOrDigest => Digest ?? Tag ?? ImageTag.Latest;

    // The Engine takes a name without a tag for all tags in some requests, so it always gets one.
    internal string EngineName => FamiliarName + Suffix(Tag ?? (Digest is null ? ImageTag.Latest : null));

    // With a digest the tag says nothing, and some requests do not take both.
    internal string ExactName => Digest is null ? EngineName : FamiliarName + "@" + Digest;

    /// <summary>Reads a reference.</summary>
    /// <exception cref="MlemException"><c>ImageReferenceInvalid</c>: Docker would refuse it. The message names the part and the character.</exception>
    public static ImageReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ImageReferenceParser.Read(text, out var fault) ?? throw fault!.ToException(text);
    }

    /// <summary>Reads a reference that an image is to get: one with a digest, or with a name that Docker keeps for digests, is none.</summary>
    /// <exception cref="MlemException"><c>ImageReferenceInvalid</c>.</exception>
    internal static ImageReference ParseName(string text)
    {
        var reference = Parse(text);
        return ImageReferenceParser.CheckNew(reference) is { } fault ? throw fault.ToException(text) : reference;
    }

    /// <summary>Reads a reference, or answers false where Docker would refuse it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference)
    {
        reference = text is null ? null : ImageReferenceParser.Read(text, out _);
        return reference is not null;
    }

    /// <summary>The familiar form.</summary>
    public override string ToString() => Familiar;

    private string Suffix(string? tag) =>
        (tag is null ? "" : ":" + tag) + (Digest is null ? "" : "@" + Digest);
}
