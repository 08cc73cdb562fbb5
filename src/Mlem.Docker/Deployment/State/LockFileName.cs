using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Deployment;

/// <summary>
/// The name of a lock file: <c>name.time_ns.salt.lock</c>, as MLEM writes and reads it (docs/mlem-contract.md, 36). MLEM's own
/// salts have four or five digits. Ours have 15: a mark, whether the file is held by a lock of the operating system,
/// eight digits for the machine, five at random. So MLEM can read ours, and we know which of them are ours to judge.
/// </summary>
internal sealed partial record LockFileName(string File, BigInteger Time, BigInteger Salt) : IComparable<LockFileName>
{
    private const int OwnSaltLength = 15;

    /// <summary>True when the file is of this program on this machine, and an open file holds it while its owner lives.</summary>
    public bool CanBeProbed(string machine) =>
        Salt.ToString(CultureInfo.InvariantCulture) is { Length: OwnSaltLength } salt && salt.StartsWith("71" + machine, StringComparison.Ordinal);

    /// <summary>When it was made, by its own word; null when that is no time.</summary>
    public DateTimeOffset? Made => Time / 1_000_000 <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)(Time / 1_000_000))
        : null;

    public static LockFileName New(string name, string machine, bool held)
    {
        long time = (DateTimeOffset.UtcNow - DateTimeOffset.UnixEpoch).Ticks * 100;
        string salt = $"7{(held ? 1 : 0)}{machine}{Random.Shared.Next(100000):00000}";
        return new LockFileName($"{name}.{time}.{salt}.lock", time, BigInteger.Parse(salt, CultureInfo.InvariantCulture));
    }

    /// <summary>Reads a name by MLEM's rule, which looks at its begin and its end only.</summary>
    /// <returns>The parts; null when it is no lock of <paramref name="name"/>.</returns>
    public static LockFileName? Parse(string name, string file)
    {
        if (!file.StartsWith(name, StringComparison.Ordinal) || !file.EndsWith("lock", StringComparison.Ordinal))
            return null;
        Match match = Pattern().Match(file, name.Length);
        return match.Success
            ? new LockFileName(
                file,
                BigInteger.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                BigInteger.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    public int CompareTo(LockFileName? other) =>
        other is null ? 1 : Time != other.Time ? Time.CompareTo(other.Time) : Salt.CompareTo(other.Salt);

    [GeneratedRegex(@"\G\.([0-9]+)\.([0-9]+)\.lock")]
    private static partial Regex Pattern();
}
