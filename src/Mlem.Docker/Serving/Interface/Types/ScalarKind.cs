namespace Mlem.Docker.Serving;

/// <summary>What a single value of a NumPy, pandas or Python type is in JSON.</summary>
internal enum ScalarKind
{
    /// <summary>Whatever JSON can hold.</summary>
    Any,
    Boolean,
    Integer,
    Float,

    /// <summary>A complex number: a number, or the text that Python's <c>complex</c> takes.</summary>
    Complex,
    Text,

    /// <summary>A point in time, as ISO 8601 text.</summary>
    Time,

    /// <summary>A span of time, as text that pandas takes.</summary>
    Duration,

    /// <summary>Python's <c>None</c>.</summary>
    Nothing,
}
