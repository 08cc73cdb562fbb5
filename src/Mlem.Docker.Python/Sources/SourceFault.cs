namespace Mlem.Docker.Python.Sources;

/// <summary>What is wrong with a source.</summary>
public enum SourceFaultKind
{
    /// <summary>Its bytes are not text of the encoding that it says.</summary>
    Encoding,

    /// <summary>A string does not end.</summary>
    Unterminated,

    /// <summary>A bracket is not closed, or closes none.</summary>
    Bracket,

    /// <summary>A line is not indented as its block.</summary>
    Indentation,

    /// <summary>It is not Python 3: a character, a number or a row of words that no version knows.</summary>
    Syntax,

    /// <summary>A newer Python knows it.</summary>
    Newer,
}

/// <summary>What makes a source no Python, as far as its tokens tell.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Line">The line, from 1 on.</param>
/// <param name="What">The text that is meant, or the name of the newer syntax.</param>
/// <param name="Since">The minor version of Python 3 that knows it first; null where none does.</param>
public sealed record SourceFault(SourceFaultKind Kind, int Line, string What, int? Since = null);

/// <summary>Ends the reading of a source with what is wrong.</summary>
internal sealed class SourceFaultException(SourceFault fault) : Exception
{
    public SourceFaultException(SourceFaultKind kind, int line, string what)
        : this(new SourceFault(kind, line, what))
    {
    }

    public SourceFault Fault { get; } = fault;
}
