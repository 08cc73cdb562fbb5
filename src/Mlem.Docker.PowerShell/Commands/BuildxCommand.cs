using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text.RegularExpressions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>What only buildx can do of a build, as parameters; where one of them is given, buildx builds.</summary>
public abstract partial class BuildxCommand : ModelCommand
{
    // BuildKit refuses more.
    private const long LargestSecret = 500 * 1024;

    /// <summary>
    /// What a template's <c>RUN --mount=type=secret,id=…</c> may read and no image keeps: a hashtable of ids, each with a
    /// SecureString or the path of a file.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary BuildSecret { get; set; } = new Hashtable();

    /// <summary>Agents or keys of ssh for <c>RUN --mount=type=ssh</c>: <c>default</c>, or <c>id=path</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Ssh { get; set; } = [];

    /// <summary>A builder of buildx (<c>docker buildx ls</c>), such as one of another machine; without it, the Engine's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? BuilderName { get; set; }

    /// <summary>Where a build cache is taken from, as buildx writes it: <c>type=registry,ref=…</c>.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] CacheFrom { get; set; } = [];

    /// <summary>Where the build cache is put, as buildx writes it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] CacheTo { get; set; } = [];

    private protected BuildxWishes Buildx() => new()
    {
        Secrets = BuildSecret.Cast<DictionaryEntry>().ToDictionary(entry => Id(entry.Key), entry => Secret(Id(entry.Key), entry.Value)),
        Ssh = Ssh,
        Builder = BuilderName,
        CacheFrom = CacheFrom,
        CacheTo = CacheTo,
    };

    private static string Id(object key) => key.ToString() is { } id && PlainId().IsMatch(id)
        ? id
        : throw Invalid(key.ToString(), Messages.BuildSecretIdHasOtherLetters);

    private BuildSecret Secret(string id, object? value)
    {
        object? plain = value is PSObject wrapped ? wrapped.BaseObject : value;
        switch (plain)
        {
            case SecureString { Length: > 0 } secret:
                return Docker.BuildSecret.FromText(new NetworkCredential(string.Empty, secret).Password);
            case SecureString:
                throw Invalid(id, Messages.BuildSecretIsEmpty);
            case string or FileInfo:
                // What names no file may be the secret itself, and is not repeated.
                FileInfo file = plain as FileInfo ?? FileOf((string)plain) ?? throw Invalid(id, Messages.BuildSecretFileIsMissing);
                if (!file.Exists)
                    throw Invalid(id, Messages.BuildSecretFileIsMissing);
                return file.Length switch
                {
                    0 => throw Invalid(id, Messages.BuildSecretIsEmpty),
                    > LargestSecret => throw Invalid(id, Messages.FormatBuildSecretIsTooLarge(file.FullName)),
                    _ => Docker.BuildSecret.FromFile(file.FullName),
                };
            default:
                throw Invalid(id, Messages.BuildSecretIsNeitherSecureStringNorPath);
        }
    }

    private FileInfo? FileOf(string path)
    {
        try
        {
            return new FileInfo(SessionState.Path.GetUnresolvedProviderPathFromPSPath(path));
        }
        catch (Exception e) when (e is IContainsErrorRecord or ArgumentException or NotSupportedException or IOException)
        {
            return null;
        }
    }

    private static MlemException Invalid(string? id, string why) => new(
        "BuildSecretInvalid", MlemErrorCategory.InvalidArgument, Messages.FormatBuildSecretInvalid(id, why), id, Messages.BuildSecretInvalidRemedy);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,127}\z")]
    private static partial Regex PlainId();
}
