using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>
/// A version of a Python package as PEP 440 defines it: epoch, release, pre, post and development
/// release, local part. Two versions are equal when PEP 440 orders them equal: <c>1.0</c> and <c>1.0.0</c> are.
/// </summary>
public sealed partial class PipVersion : IComparable<PipVersion>, IEquatable<PipVersion>
{
    private readonly BigInteger _epoch;
    private readonly BigInteger[] _release;
    private readonly (int Phase, BigInteger Number)? _pre;
    private readonly BigInteger? _post;
    private readonly BigInteger? _dev;

    private PipVersion(Match match, string text)
    {
        Text = text;
        _epoch = Number(match.Groups["epoch"]);
        _release = match.Groups["release"].Value.Split('.').Select(ParseDigits).ToArray();
        if (match.Groups["phase"].Success)
            _pre = (PhaseOf(match.Groups["phase"].Value), Number(match.Groups["pre"]));
        if (match.Groups["implicit"].Success)
            _post = Number(match.Groups["implicit"]);
        else if (match.Groups["posted"].Success)
            _post = Number(match.Groups["post"]);
        if (match.Groups["developed"].Success)
            _dev = Number(match.Groups["dev"]);
        Local = match.Groups["local"].Success
            ? match.Groups["local"].Value.ToLowerInvariant().Replace('-', '.').Replace('_', '.')
            : null;
    }

    /// <summary>The version as it was written, without surrounding white space.</summary>
    public string Text { get; }

    /// <summary>The local part after <c>+</c>, normalised, or null.</summary>
    public string? Local { get; }

    /// <summary>Whether it is a pre-release or a development release, which pip takes only when asked for.</summary>
    public bool IsPrerelease => _pre is not null || _dev is not null;

    /// <summary>Whether it is a post-release.</summary>
    public bool IsPostrelease => _post is not null;

    internal BigInteger Epoch => _epoch;

    internal IReadOnlyList<BigInteger> Release => _release;

    /// <summary>Reads a version.</summary>
    /// <param name="text">The text, for example <c>1.10.27</c> or <c>2.0rc1</c>.</param>
    /// <exception cref="FormatException">The text is no version in the sense of PEP 440.</exception>
    public static PipVersion Parse(string text) => TryParse(text, out PipVersion? version)
        ? version
        : throw new FormatException(Messages.FormatIsNotVersionAsPEP440Defines(text));

    /// <summary>Reads a version, if the text is one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out PipVersion? version)
    {
        string trimmed = text?.Trim() ?? string.Empty;
        Match match = Pattern().Match(trimmed);
        version = match.Success ? new PipVersion(match, trimmed) : null;
        return match.Success;
    }

    /// <summary>Compares only epoch and release, so that <c>2.0rc1</c> counts as 2.</summary>
    /// <param name="other">The version to compare with.</param>
    public int CompareRelease(PipVersion other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int order = _epoch.CompareTo(other._epoch);
        for (int i = 0; order == 0 && i < Math.Max(_release.Length, other._release.Length); i++)
            order = ReleaseAt(i).CompareTo(other.ReleaseAt(i));
        return order;
    }

    /// <inheritdoc/>
    public int CompareTo(PipVersion? other) => other is null ? 1 : CompareTo(other, ignoreLocal: false);

    /// <inheritdoc/>
    public bool Equals(PipVersion? other) => other is not null && CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as PipVersion);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(_epoch);
        foreach (BigInteger part in Enumerable.Reverse(_release).SkipWhile(p => p.IsZero))
            hash.Add(part);
        hash.Add(_pre);
        hash.Add(_post);
        hash.Add(_dev);
        return hash.ToHashCode();
    }

    /// <summary>The normal form of PEP 440, for example <c>1.0rc1.post2.dev3+ubuntu.1</c>.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        if (!_epoch.IsZero)
            text.Append(_epoch).Append('!');
        text.AppendJoin('.', _release);
        if (_pre is { } pre)
            text.Append(pre.Phase switch { 0 => "a", 1 => "b", _ => "rc" }).Append(pre.Number);
        if (_post is { } post)
            text.Append(".post").Append(post);
        if (_dev is { } dev)
            text.Append(".dev").Append(dev);
        if (Local is not null)
            text.Append('+').AppendJoin('.', Local.Split('.').Select(p => IsDigits(p) ? ParseDigits(p).ToString() : p));
        return text.ToString();
    }

    internal int CompareTo(PipVersion other, bool ignoreLocal)
    {
        int order = CompareRelease(other);
        if (order == 0)
            order = PreKey().CompareTo(other.PreKey());
        if (order == 0)
            order = (_post ?? BigInteger.MinusOne).CompareTo(other._post ?? BigInteger.MinusOne);
        if (order == 0)
            order = (_dev is null, _dev ?? 0).CompareTo((other._dev is null, other._dev ?? 0));
        return order != 0 || ignoreLocal ? order : CompareLocal(Local, other.Local);
    }

    internal BigInteger ReleaseAt(int index) => index < _release.Length ? _release[index] : BigInteger.Zero;

    // A development release of the final version comes before its first alpha; no phase at all comes after every one.
    private (int Phase, BigInteger Number) PreKey() => _pre ?? (_post is null && _dev is not null ? (-1, 0) : (3, 0));

    private static int CompareLocal(string? left, string? right)
    {
        if (left is null || right is null)
            return (left is not null).CompareTo(right is not null);
        string[] ours = left.Split('.'), theirs = right.Split('.');
        for (int i = 0; i < Math.Min(ours.Length, theirs.Length); i++)
        {
            bool weCount = IsDigits(ours[i]), theyCount = IsDigits(theirs[i]);
            int order = (weCount, theyCount) switch
            {
                (true, true) => ParseDigits(ours[i]).CompareTo(ParseDigits(theirs[i])),
                (false, false) => string.CompareOrdinal(ours[i], theirs[i]),
                _ => weCount.CompareTo(theyCount),
            };
            if (order != 0)
                return order;
        }
        return ours.Length.CompareTo(theirs.Length);
    }

    private static int PhaseOf(string word) => char.ToLowerInvariant(word[0]) switch { 'a' => 0, 'b' => 1, _ => 2 };

    private static bool IsDigits(string text) => text.All(char.IsAsciiDigit);

    private static BigInteger Number(Group group) => group.Length == 0 ? BigInteger.Zero : ParseDigits(group.Value);

    private static BigInteger ParseDigits(string digits) =>
        BigInteger.Parse(digits, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(
        """
        \A v?
        (?: (?<epoch>[0-9]+) ! )?
        (?<release> [0-9]+ (?: \. [0-9]+ )* )
        (?: [-_.]? (?<phase> alpha | beta | preview | pre | rc | a | b | c ) [-_.]? (?<pre>[0-9]*) )?
        (?: - (?<implicit>[0-9]+) | [-_.]? (?<posted> post | rev | r ) [-_.]? (?<post>[0-9]*) )?
        (?: [-_.]? (?<developed> dev ) [-_.]? (?<dev>[0-9]*) )?
        (?: \+ (?<local> [a-z0-9]+ (?: [-_.] [a-z0-9]+ )* ) )?
        \z
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Pattern();
}
