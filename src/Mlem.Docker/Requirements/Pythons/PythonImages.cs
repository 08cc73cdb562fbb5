using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Mlem.Docker.Requirements;

/// <summary>A <c>python:X.Y.Z-slim</c>.</summary>
/// <param name="Minor">The Y.</param>
/// <param name="Patch">The Z.</param>
/// <param name="Debian">The name of the Debian that it stands on: <c>bookworm</c>.</param>
internal sealed record PythonImage(int Minor, int Patch, string Debian)
{
    /// <summary>The Debians whose packages are gone from the mirrors (MLEM.md 64).</summary>
    private static readonly string[] Dead = ["stretch", "buster", "bullseye"];

    public string Version => string.Create(CultureInfo.InvariantCulture, $"3.{Minor}.{Patch}");

    /// <summary>Whether apt still finds the packages of its Debian; a name that is not known here is that of a newer one.</summary>
    public bool IsLiving => IsLivingDebian(Debian);

    public static bool IsLivingDebian(string name) => !Dead.Contains(name);
}

/// <summary>
/// Every <c>python:X.Y.Z-slim</c> and its Debian: <c>images.json</c> (docs/pythons.md says how it is made).
/// </summary>
internal sealed class PythonImages
{
    private static readonly Lazy<PythonImages> Table = new(Read);

    // Those that Python releases no more (https://devguide.python.org/versions).
    private static readonly int[] Ended = [6, 7, 8, 9];

    private const int Coming = 20;

    private readonly Dictionary<(int Minor, int Patch), PythonImage> _images;

    private PythonImages(IEnumerable<PythonImage> images) => _images = images.ToDictionary(i => (i.Minor, i.Patch));

    /// <summary>The table of this module, read when it is first needed.</summary>
    public static PythonImages Shipped => Table.Value;

    /// <summary>The minor versions with an image on a living Debian.</summary>
    public PythonMinors Living => PythonMinors.From(_images.Values.Where(i => i.IsLiving).Select(i => i.Minor));

    /// <summary>The newest patch version of a minor one whose image stands on a living Debian; null without one.</summary>
    public PythonImage? NewestLiving(int minor) => _images.Values.Where(i => i.Minor == minor && i.IsLiving).MaxBy(i => i.Patch);

    /// <summary>The newest patch version of a minor one; null for a minor version that is not in the table.</summary>
    public PythonImage? Newest(int minor) => _images.Values.Where(i => i.Minor == minor).MaxBy(i => i.Patch);

    /// <summary>The image of a version; null where there is none.</summary>
    public PythonImage? Find(PythonRelease version) => version.Patch is { } patch ? _images.GetValueOrDefault((version.Minor, patch)) : null;

    /// <summary>The living image that comes nearest to a version: of the same minor version, the next patch if there is one.</summary>
    public PythonImage? NearestLiving(PythonRelease version) => _images.Values
        .Where(i => i.IsLiving && i.Minor == version.Minor)
        .MinBy(i => (i.Patch < (version.Patch ?? 0), Math.Abs(i.Patch - (version.Patch ?? int.MaxValue))));

    /// <summary>Whether a version came out before all that are in the table, of its minor version or of every one.</summary>
    public bool IsOlder(PythonRelease version) => version.Patch is { } patch
        ? !_images.Keys.Any(k => k.Minor < version.Minor || (k.Minor == version.Minor && k.Patch <= patch))
        : !_images.Keys.Any(k => k.Minor <= version.Minor);

    /// <summary>
    /// Whether a version certainly has no image: older ones than the table's first of a minor are not known, nor those that
    /// came out after the table, of which a minor version that lives has one every month or two.
    /// </summary>
    public bool Lacks(PythonRelease version) => version.Patch is { } patch && Find(version) is null
        && _images.Keys.Any(k => k.Minor == version.Minor && k.Patch < patch)
        && (Ended.Contains(version.Minor) || patch > Newest(version.Minor)!.Patch + Coming || patch < Newest(version.Minor)!.Patch);

    private static PythonImages Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Mlem.Docker.pythons.images.json")!;
        using var table = JsonDocument.Parse(stream);
        return new PythonImages([.. table.RootElement.EnumerateObject().Select(Image)]);
    }

    // The build files lay in 3.9/bullseye/slim at first, and the image's own name is the Debian's since.
    private static PythonImage Image(JsonProperty row)
    {
        PythonRelease version = PythonRelease.Parse(row.Name)!;
        string[] place = row.Value.GetProperty("slim").GetString()!.Split('/');
        return new PythonImage(version.Minor, version.Patch!.Value, place.Length > 1 ? place[1] : place[0]);
    }
}
