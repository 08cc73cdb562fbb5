namespace Mlem.Docker.Templates.Values;

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

/// <summary>A value with attributes of its own.</summary>
internal interface IAttributes
{
    bool TryGetAttribute(string name, out object? value);
}

/// <summary>A function or method of Python that is written here.</summary>
internal sealed class NativeFunction(Parameters parameters, Func<Bound, object?> body) : ICallable
{
    public string Name => parameters.Function;

    public object? Call(Arguments arguments, Budget budget) => body(parameters.Bind(arguments, budget));
}
