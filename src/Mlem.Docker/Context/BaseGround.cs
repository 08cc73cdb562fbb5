using System.Globalization;
using System.Text.RegularExpressions;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>
/// The Debian under a base image. Debian 11 and older are gone from the mirrors: apt fails on them (MLEM.md 64), and the first
/// RUN of MLEM's Dockerfile is an apt-get upgrade.
/// </summary>
/// <param name="Image">The base image, as it was given.</param>
/// <param name="Debian">The name of its Debian, such as <c>bullseye</c>; null where nobody knows.</param>
/// <param name="Nearest">The nearest image on a living Debian; null where none is known.</param>
internal sealed partial record BaseGround(string Image, string? Debian, string? Nearest)
{
    private const int OldestLiving = 12;

    // From the oldest that images stand on to the newest; one that is not here is newer.
    private static readonly (string Name, int Number)[] Debians =
        [("jessie", 8), ("stretch", 9), ("buster", 10), ("bullseye", 11), ("bookworm", 12), ("trixie", 13), ("forky", 14)];

    /// <summary>Whether apt finds no packages on it any more.</summary>
    public bool IsDead => Number(Debian) is < OldestLiving;

    /// <summary>What to warn of before a build; null where there is nothing.</summary>
    public string? Warning => !IsDead ? null
        : Nearest is null ? Messages.FormatBaseOnDeadDebian(Image, Called) : Messages.FormatBaseOnDeadDebianNearest(Image, Called, Nearest);

    /// <summary>Why apt failed in a build, and what to do; null where its Debian is not the reason.</summary>
    public (string Reason, string Remedy)? Failure => !IsDead ? null
        : (Messages.FormatAptFailsOnDeadDebian(Image, Called), Nearest is null ? Messages.UseLivingDebian : Messages.FormatUseNearestImage(Nearest));

    // As people say it.
    private string Called => string.Create(CultureInfo.InvariantCulture, $"Debian {Number(Debian)} ({Debian})");

    /// <summary>As far as an image's name tells: its tag names a Debian, or it is one of Python's own.</summary>
    public static BaseGround OfName(string image)
    {
        Match match = ImageName().Match(image);
        if (!match.Success)
            return new BaseGround(image, null, null);
        (string place, string name, string[] tag) = (match.Groups["place"].Value, match.Groups["name"].Value, match.Groups["tag"].Value.Split('-'));
        string? debian = Debians.Select(d => d.Name).FirstOrDefault(tag.Contains) ?? name switch
        {
            "debian" => Named(tag[0]),
            "python" when tag[1..] is [] or ["slim"] => OfPython(PythonRelease.Parse(tag[0])),
            _ => null,
        };
        string slim = tag.Contains("slim") ? "-slim" : string.Empty;
        string? nearest = name switch
        {
            "python" when LivingPython(PythonRelease.Parse(tag[0])) is { } living => $"{place}python:{living}{slim}",
            "debian" => $"{place}debian:bookworm{slim}",
            _ => null,
        };
        return new BaseGround(image, debian, nearest);
    }

    /// <summary>As the image's own <c>os-release</c> tells.</summary>
    public BaseGround WithRelease(string release)
    {
        Dictionary<string, string> fields = release.Split('\n').Select(l => l.Trim().Split('=', 2)).Where(l => l.Length == 2)
            .GroupBy(l => l[0]).ToDictionary(g => g.Key, g => g.First()[1].Trim('"', '\''));
        return fields.GetValueOrDefault("ID") is "debian" or "raspbian" && fields.TryGetValue("VERSION_ID", out string? id)
            ? this with { Debian = Named(id) }
            : this;
    }

    // A version that the table does not list is newer than it, or older: before its first one, Python stood on Debian 11 at most.
    private static string? OfPython(PythonRelease? version) => version is null ? null
        : PythonImages.Shipped.Find(version)?.Debian is { } known ? (PythonImage.IsLivingDebian(known) ? null : known)
        : PythonImages.Shipped.IsOlder(version) ? "bullseye" : null;

    // The version itself, else the first that stands on a living one; for a version without patch number, whichever is the newest.
    private static string? LivingPython(PythonRelease? version) =>
        version is null || PythonImages.Shipped.NearestLiving(version) is not { } living ? null
        : version.Patch is null ? version.ToString()
        : PythonImages.Shipped.Find(version) is null && !PythonImages.Shipped.IsOlder(version) ? version.ToString()
        : living.Version;

    private static int? Number(string? name) => Debians.FirstOrDefault(d => d.Name == name) is { Name: not null } known ? known.Number : null;

    private static string? Named(string number) =>
        Debians.FirstOrDefault(d => d.Number.ToString(CultureInfo.InvariantCulture) == number.Split('.')[0]).Name;

    [GeneratedRegex(@"\A(?<place>(?:[^@]*/)?)(?<name>[a-z0-9._-]+):(?<tag>[A-Za-z0-9_.-]+)(?:@.*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ImageName();
}
