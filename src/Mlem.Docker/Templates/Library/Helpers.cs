using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Library;

/// <summary><c>namespace()</c>: attributes that inner scopes may set.</summary>
internal sealed class Namespace(PyDict dict) : IAttributes, IWrapsDict
{
    public PyDict Dict => dict;

    public string Title => "Namespace";

    public bool TryGetAttribute(string name, out object? value) => dict.TryGet(name, out value);
}

/// <summary><c>cycler()</c>: gives its items in turn.</summary>
internal sealed class Cycler(List<object?> items) : IAttributes
{
    private int _position;

    public bool TryGetAttribute(string name, out object? value)
    {
        value = name switch
        {
            "current" => items[_position],
            "items" => new PyTuple(items),
            "pos" => (System.Numerics.BigInteger)_position,
            "next" => new NativeFunction(new Parameters("next", string.Empty), _ => Next()),
            "reset" => new NativeFunction(new Parameters("reset", string.Empty), _ => Reset()),
            _ => null,
        };
        return value is not null || name == "current";
    }

    private object? Next()
    {
        object? item = items[_position];
        _position = (_position + 1) % items.Count;
        return item;
    }

    private object? Reset()
    {
        _position = 0;
        return null;
    }
}

/// <summary><c>joiner()</c>: nothing at first, then its separator.</summary>
internal sealed class Joiner(object? separator) : ICallable, IAttributes
{
    private bool _used;

    public object? Call(Arguments arguments, Budget budget)
    {
        _ = new Parameters("joiner", string.Empty).Bind(arguments, budget);
        if (_used) return separator;
        _used = true;
        return string.Empty;
    }

    public bool TryGetAttribute(string name, out object? value)
    {
        value = name switch { "sep" => separator, "used" => _used, _ => null };
        return name is "sep" or "used";
    }
}

/// <summary>One of Python's types, which makes a value when it is called.</summary>
internal sealed class TypeObject(NativeFunction make) : ICallable, IAttributes
{
    public object? Call(Arguments arguments, Budget budget) => make.Call(arguments, budget);

    public bool TryGetAttribute(string name, out object? value)
    {
        bool fromKeys = make.Name == "dict" && name == "fromkeys";
        value = fromKeys ? DictMethods.All[name].Of(this) : null;
        return fromKeys;
    }

    public override string ToString() => $"<class '{make.Name}'>";
}
