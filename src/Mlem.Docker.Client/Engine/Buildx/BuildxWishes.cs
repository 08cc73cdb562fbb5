using System.Text.RegularExpressions;

namespace Mlem.Docker;

/// <summary>What only buildx can do of a build; the Engine's own call has no place for it.</summary>
public sealed partial record BuildxWishes
{
    /// <summary>Secrets by their id (<c>--secret</c>).</summary>
    public IReadOnlyDictionary<string, BuildSecret> Secrets { get; init; } = new Dictionary<string, BuildSecret>();

    /// <summary>Agents or keys of ssh: <c>default</c>, or <c>id=path</c> (<c>--ssh</c>).</summary>
    public IReadOnlyList<string> Ssh { get; init; } = [];

    /// <summary>A builder of buildx, such as a remote one; null for the Engine's own (<c>--builder</c>).</summary>
    public string? Builder { get; init; }

    /// <summary>Where a cache is taken from, as buildx writes it: <c>type=registry,ref=…</c> (<c>--cache-from</c>).</summary>
    public IReadOnlyList<string> CacheFrom { get; init; } = [];

    /// <summary>Where the cache is put (<c>--cache-to</c>).</summary>
    public IReadOnlyList<string> CacheTo { get; init; } = [];

    /// <summary>Whether anything was asked for.</summary>
    public bool Any => Secrets.Count > 0 || Ssh.Count > 0 || Builder is not null || CacheFrom.Count > 0 || CacheTo.Count > 0;

    /// <summary>The builder that can do it.</summary>
    /// <param name="builder">The builder that was asked for.</param>
    /// <exception cref="MlemException"><c>BuilderCannotDoIt</c>: one that has no place for it was asked for by its name.</exception>
    public ImageBuilderKind For(ImageBuilderKind builder) => builder is ImageBuilderKind.Auto or ImageBuilderKind.Buildx
        ? ImageBuilderKind.Buildx
        : throw new MlemException(
            "BuilderCannotDoIt", MlemErrorCategory.InvalidArgument, Messages.FormatBuilderCannotDoIt(builder, string.Join(", ", Asked())),
            builder, Messages.BuilderCannotDoItRemedy);

    /// <summary>What was asked for, by the words of buildx.</summary>
    internal IEnumerable<string> Asked()
    {
        if (Secrets.Count > 0)
            yield return "--secret";
        if (Ssh.Count > 0)
            yield return "--ssh";
        if (Builder is not null)
            yield return "--builder";
        if (CacheFrom.Count > 0)
            yield return "--cache-from";
        if (CacheTo.Count > 0)
            yield return "--cache-to";
    }

    /// <summary>What must be in nothing that we show. A short one would blot out text that has nothing to do with it.</summary>
    internal IEnumerable<string> SecretTexts() => Secrets.Values
        .SelectMany(secret => (secret.Text ?? secret.ReadText()) is { } text ? text.Split('\n', '\r').Append(text.TrimEnd('\n', '\r')) : [])
        .Concat(CacheFrom.Concat(CacheTo).SelectMany(cache => CacheLogin().Matches(cache)).Select(login => login.Groups[1].Value))
        .Where(part => part.Length >= 6);

    // secret_access_key, session_token and their like, of the caches in clouds.
    [GeneratedRegex("(?:secret|token|password|key)[a-z_]*=([^,\"]+)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CacheLogin();
}
