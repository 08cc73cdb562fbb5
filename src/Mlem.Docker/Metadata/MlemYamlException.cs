using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

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

    /// <summary>The error id of a text or value that is nested too deep.</summary>
    public const string TooDeepId = "YamlTooDeep";

    /// <summary>Creates the failure.</summary>
    /// <param name="cause">What the reader says.</param>
    public MlemYamlException(YamlException cause)
        : base(
            IdOf(cause.Problem),
            cause.Problem == YamlProblem.Invalid ? MlemErrorCategory.InvalidData : MlemErrorCategory.LimitsExceeded,
            cause.Message,
            cause.Source,
            Messages.CorrectTextAtThatPlaceOr,
            cause)
    {
        Reason = cause.Reason;
        Source = cause.Source;
        Mark = cause.Mark;
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

    private static string IdOf(YamlProblem problem) => problem switch
    {
        YamlProblem.TooLarge => TooLargeId,
        YamlProblem.TooDeep => TooDeepId,
        _ => InvalidId,
    };
}
