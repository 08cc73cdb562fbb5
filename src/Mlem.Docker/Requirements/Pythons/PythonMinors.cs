using System.Globalization;
using System.Numerics;

namespace Mlem.Docker.Requirements;

/// <summary>A set of minor versions of Python 3: <c>3.8-3.11 3.13</c>.</summary>
/// <param name="Bits">One bit for each minor version.</param>
internal readonly record struct PythonMinors(uint Bits)
{
    /// <summary>The minor versions on which MLEM 0.4.14 runs (MLEM.md 52, D22).</summary>
    public static PythonMinors OfMlem { get; } = Parse("3.8-3.13");

    /// <summary>The minor versions on which the server <c>_sagemaker</c> runs: its NumPy 1 has no wheel for newer ones.</summary>
    public static PythonMinors OfSagemaker { get; } = Parse("3.8-3.12");

    /// <summary>Every minor version.</summary>
    public static PythonMinors All { get; } = new(uint.MaxValue);

    public bool IsEmpty => Bits == 0;

    public int Count => BitOperations.PopCount(Bits);

    /// <summary>Its members, from the oldest on.</summary>
    public IEnumerable<int> Members
    {
        get
        {
            uint bits = Bits;
            return Enumerable.Range(0, 32).Where(m => (bits & (1u << m)) != 0);
        }
    }

    public static PythonMinors From(params IEnumerable<int> minors) =>
        new(minors.Where(m => m is >= 0 and < 32).Aggregate(0u, (bits, m) => bits | (1u << m)));

    /// <summary>Reads versions and runs of versions with spaces between; an empty text is the empty set.</summary>
    public static PythonMinors Parse(string text) => From(text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(run =>
    {
        int[] ends = [.. run.Split('-').Select(v => int.Parse(v[(v.IndexOf('.', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture))];
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }));

    public bool Contains(int minor) => minor is >= 0 and < 32 && (Bits & (1u << minor)) != 0;

    public PythonMinors And(PythonMinors other) => new(Bits & other.Bits);

    public PythonMinors Or(PythonMinors other) => new(Bits | other.Bits);

    /// <summary>The member nearest to a minor version; of two that are equally near, the older one.</summary>
    public int? Nearest(int wanted) => IsEmpty ? null : Members.MinBy(m => (Math.Abs(m - wanted), m));

    /// <summary>The set in words: <c>3.8 to 3.11, 3.13</c>.</summary>
    public override string ToString()
    {
        var runs = new List<(int First, int Last)>();
        foreach (int minor in Members)
        {
            if (runs.Count > 0 && runs[^1].Last == minor - 1)
                runs[^1] = (runs[^1].First, minor);
            else
                runs.Add((minor, minor));
        }

        return string.Join(", ", runs.Select(r => r.First == r.Last ? $"3.{r.First}" : Messages.FormatPythonRange($"3.{r.First}", $"3.{r.Last}")));
    }
}
