using System.Globalization;
using System.Text.RegularExpressions;

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

    // The first patch version of each Python whose image stands on Debian 12 (pythons/images.json); older ones have none, newer ones only such.
    private static readonly Dictionary<int, int> FirstLivingPatch = new() { [7] = 17, [8] = 17, [9] = 17, [10] = 12, [11] = 4 };

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
        Match version = Version().Match(tag[0]);
        string? debian = Debians.Select(d => d.Name).FirstOrDefault(tag.Contains);
        if (debian is null && name == "debian" && version.Success)
            debian = Named(version.Groups["first"].Value);
        if (debian is null && name == "python" && tag[1..] is [] or ["slim"] && IsOldPython(version))
            debian = "bullseye";
        string slim = tag.Contains("slim") ? "-slim" : string.Empty;
        string? nearest = name switch
        {
            "python" when LivingPython(version) is { } living => $"{place}python:{living}{slim}",
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

    private static bool IsOldPython(Match version) => Parts(version) is (3, var minor, { } patch)
        && (minor < FirstLivingPatch.Keys.Min() || (FirstLivingPatch.TryGetValue(minor, out int first) && patch < first));

    // The version itself, else the first that stands on a living one; for a version without patch number, whichever is the newest.
    private static string? LivingPython(Match version) => Parts(version) switch
    {
        (3, var minor, null) when minor >= FirstLivingPatch.Keys.Min() => $"3.{minor}",
        (3, var minor, { } patch) when FirstLivingPatch.TryGetValue(minor, out int first) => $"3.{minor}.{Math.Max(patch, first)}",
        (3, var minor, { } patch) when minor > FirstLivingPatch.Keys.Max() => $"3.{minor}.{patch}",
        _ => null,
    };

    private static (int Major, int Minor, int? Patch)? Parts(Match version) =>
        int.TryParse(version.Groups["first"].Value, CultureInfo.InvariantCulture, out int major)
        && int.TryParse(version.Groups["second"].Value, CultureInfo.InvariantCulture, out int minor)
            ? (major, minor, int.TryParse(version.Groups["third"].Value, CultureInfo.InvariantCulture, out int patch) ? patch : null)
            : null;

    private static int? Number(string? name) => Debians.FirstOrDefault(d => d.Name == name) is { Name: not null } known ? known.Number : null;

    private static string? Named(string number) =>
        Debians.FirstOrDefault(d => d.Number.ToString(CultureInfo.InvariantCulture) == number.Split('.')[0]).Name;

    [GeneratedRegex(@"\A(?<place>(?:[^@]*/)?)(?<name>[a-z0-9._-]+):(?<tag>[A-Za-z0-9_.-]+)(?:@.*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ImageName();

    [GeneratedRegex(@"\A(?<first>[0-9]+)(?:\.(?<second>[0-9]+))?(?:\.(?<third>[0-9]+))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Version();
}
