namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>The arguments of a call, already evaluated.</summary>
internal sealed record Arguments(IReadOnlyList<object?> Positional, IReadOnlyList<KeyValuePair<string, object?>> Keywords)
{
    public static Arguments None { get; } = new([], []);
}

/// <summary>A value that can be called.</summary>
internal interface ICallable
{
    object? Call(Arguments arguments, Budget budget);
}

/// <summary>A value of the engine with attributes of its own.</summary>
internal interface IAttributes
{
    bool TryGetAttribute(string name, out object? value);
}

/// <summary>A function or method of Python that is written here.</summary>
internal sealed class NativeFunction(Parameters parameters, Func<Bound, object?> body) : ICallable
{
    public object? Call(Arguments arguments, Budget budget) => body(parameters.Bind(arguments, budget));

    public override string ToString() => parameters.Function is "range" or "dict"
        ? $"<class '{parameters.Function}'>"
        : $"<built-in function {parameters.Function}>";
}

/// <summary><c>namespace()</c>: attributes that inner scopes may set.</summary>
internal sealed record Namespace(PyDict Dict) : IAttributes
{
    public bool TryGetAttribute(string name, out object? value) => Dict.TryGet(name, out value);
}
