using System.Globalization;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>A version of Python 3: its minor number, and its patch number where it is given.</summary>
internal sealed partial record PythonRelease(int Minor, int? Patch)
{
    /// <summary>Reads <c>3.10</c> or <c>3.10.13</c>; null for every other text, which is left to Docker.</summary>
    public static PythonRelease? Parse(string? text) => Plain().Match(text ?? string.Empty) is { Success: true } match ? FromMatch(match) : null;

    /// <summary>
    /// The Python that the tag of an official image names: <c>python:3.11-slim</c>, <c>registry.local/library/python:3.9.13</c>.
    /// Null for an image of another name.
    /// </summary>
    public static PythonRelease? OfImage(string? reference) => Tag().Match(reference ?? string.Empty) is { Success: true } match ? FromMatch(match) : null;

    public override string ToString() => Patch is { } patch
        ? string.Create(CultureInfo.InvariantCulture, $"3.{Minor}.{patch}")
        : string.Create(CultureInfo.InvariantCulture, $"3.{Minor}");

    private static PythonRelease FromMatch(Match match) => new(
        int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
        match.Groups[2].Success ? int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : null);

    [GeneratedRegex(@"\A3\.([0-9]{1,3})(?:\.([0-9]{1,5}))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"(?:\A|/)python:3\.([0-9]{1,3})(?:\.([0-9]{1,5}))?(?:[-@].*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
