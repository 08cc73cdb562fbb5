namespace Mlem.Docker.Python.Values;

/// <summary>The exception classes of Python that a caller can tell apart.</summary>
internal enum PythonErrorKind
{
    Type,
    Value,
    Lookup,
    ZeroDivision,
    Overflow,
    Undefined,
    Runtime,
    NotFound,
    Limit,
}

/// <summary>What Python would raise. It carries no place: who runs the code adds it.</summary>
internal sealed class PythonError(PythonErrorKind kind, string message) : Exception(message)
{
    public PythonErrorKind Kind { get; } = kind;

    public static PythonError Type(string message) => new(PythonErrorKind.Type, message);

    public static PythonError Value(string message) => new(PythonErrorKind.Value, message);

    public static PythonError Lookup(string message) => new(PythonErrorKind.Lookup, message);

    public static PythonError Runtime(string message) => new(PythonErrorKind.Runtime, message);

    public static PythonError Limit(string message) => new(PythonErrorKind.Limit, message);
}
