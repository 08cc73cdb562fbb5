namespace Mlem.Docker.Yaml;

/// <summary>
/// A YAML text that cannot be read: malformed, of a type that MLEM does not read, or beyond the
/// <see cref="YamlLimits"/>. The message has the form <c>path(line,column): reason</c>.
/// </summary>
public sealed class MlemYamlException : MlemException
{
    /// <summary>The error id of a malformed text.</summary>
    public const string InvalidId = "YamlInvalid";

    /// <summary>The error id of a text with too many bytes or nodes.</summary>
    public const string TooLargeId = "YamlTooLarge";

    /// <summary>The error id of a text that is nested too deep.</summary>
    public const string TooDeepId = "YamlTooDeep";

    /// <summary>Creates the failure.</summary>
    /// <param name="errorId">One of the ids above.</param>
    /// <param name="reason">What is wrong, in plain words.</param>
    /// <param name="source">The path or name of the text; null when it has none.</param>
    /// <param name="mark">Where it is wrong.</param>
    /// <param name="recommendation">What to do next; null for the general advice.</param>
    /// <param name="innerException">The cause, if another exception was it.</param>
    public MlemYamlException(
        string errorId,
        string reason,
        string? source,
        YamlMark mark,
        string? recommendation = null,
        Exception? innerException = null)
        : base(
            errorId,
            errorId == InvalidId ? MlemErrorCategory.InvalidData : MlemErrorCategory.LimitsExceeded,
            $"{source ?? "YAML"}({mark.Line},{mark.Column}): {reason}",
            source,
            recommendation ?? Messages.CorrectTextAtThatPlaceOr,
            innerException)
    {
        Reason = reason;
        Source = source;
        Mark = mark;
    }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>The path or name of the text; null when it has none.</summary>
    public override string? Source { get; set; }

    /// <summary>Where it is wrong.</summary>
    public YamlMark Mark { get; }

    /// <summary>The line, counted from 1.</summary>
    public int Line => Mark.Line;

    /// <summary>The column, counted from 1, in UTF-16 units.</summary>
    public int Column => Mark.Column;

    internal static MlemYamlException Invalid(string? source, YamlMark mark, string reason) =>
        new(InvalidId, reason, source, mark);
}
