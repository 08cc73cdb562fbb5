namespace Mlem.Docker.Python.Yaml;

/// <summary>What a YAML text may cost before it is refused, so that no input exhausts memory or the stack.</summary>
public sealed record YamlLimits
{
    /// <summary>The deepest nesting that <see cref="MaxDepth"/> can allow; the stack of any thread carries it.</summary>
    public const int DeepestAllowed = 1000;

    private readonly int _maxDepth = 490;

    /// <summary>The limits used when none are given: 64 MB of text, 490 levels, 5 million nodes.</summary>
    public static YamlLimits Default { get; } = new();

    /// <summary>The longest text, in bytes of UTF-8.</summary>
    public long MaxBytes { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// How many collections may stand inside one another, aliases followed. PyYAML itself ends at 490 or so, by
    /// Python's recursion limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1 or above <see cref="DeepestAllowed"/>.</exception>
    public int MaxDepth
    {
        get => _maxDepth;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, DeepestAllowed);
            _maxDepth = value;
        }
    }

    /// <summary>How many scalars and collections the text may have, every alias counted as a copy.</summary>
    public long MaxNodes { get; init; } = 5_000_000;
}
