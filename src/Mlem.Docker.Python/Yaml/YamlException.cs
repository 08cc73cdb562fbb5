namespace Mlem.Docker.Python.Yaml;

/// <summary>Why a YAML text is not read, or a value not written.</summary>
public enum YamlProblem
{
    /// <summary>The text is malformed, or of a type that is not read.</summary>
    Invalid,

    /// <summary>The text has more bytes or nodes than the <see cref="YamlLimits"/> allow.</summary>
    TooLarge,

    /// <summary>Lists and mappings stand too deep inside one another.</summary>
    TooDeep,
}

/// <summary>A YAML text that cannot be read, or a value that cannot be written.</summary>
public sealed class YamlException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="problem">What kind of failure it is.</param>
    /// <param name="reason">What is wrong, in plain words.</param>
    /// <param name="source">The path or name of the text; null when it has none.</param>
    /// <param name="mark">Where it is wrong; <c>default</c> for a value that is written.</param>
    /// <param name="innerException">The cause, if another exception was it.</param>
    public YamlException(
        YamlProblem problem, string reason, string? source = null, YamlMark mark = default, Exception? innerException = null)
        : base(mark == default ? reason : $"{source ?? "YAML"}({mark.Line},{mark.Column}): {reason}", innerException)
    {
        Problem = problem;
        Reason = reason;
        Source = source;
        Mark = mark;
    }

    /// <summary>What kind of failure it is.</summary>
    public YamlProblem Problem { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>The path or name of the text; null when it has none.</summary>
    public override string? Source { get; set; }

    /// <summary>Where it is wrong; <c>default</c> for a value that is written.</summary>
    public YamlMark Mark { get; }

    internal static YamlException Invalid(string? source, YamlMark mark, string reason) =>
        new(YamlProblem.Invalid, reason, source, mark);
}
