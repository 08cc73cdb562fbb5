using System.Collections.Frozen;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>A method of one of Python's types, not yet bound to a value.</summary>
internal sealed class Method(string name, string parameters, Func<object, Bound, object?> body)
{
    private readonly Parameters _parameters = new(name, parameters);

    public string Name => name;

    public NativeFunction Bind(object value) => new(_parameters, arguments => body(value, arguments));
}

/// <summary>The methods of one of Python's types.</summary>
/// <param name="type">Python's name of the type.</param>
/// <param name="left">Methods that Python has and templates do not get, with spaces between.</param>
/// <param name="methods">Those that they get.</param>
internal sealed class MethodTable(string type, string left, params IEnumerable<Method> methods)
{
    private readonly FrozenDictionary<string, Method> _methods = methods.ToFrozenDictionary(m => m.Name);

    public bool TryGet(object value, string name, out object? method)
    {
        method = _methods.TryGetValue(name, out Method? found) ? found.Bind(value) : null;
        if (method is null && left.Split(' ').Contains(name))
            throw PythonError.Runtime(Messages.FormatMethodNotAvailable(type, name, string.Join(", ", _methods.Keys.Order(StringComparer.Ordinal))));
        return method is not null;
    }
}

/// <summary>Attributes: <c>value.name</c>, and what Jinja2 makes of it when there is none.</summary>
internal static class PyAttributes
{
    /// <summary><c>value.name</c> in a template: the attribute, else the item, else an undefined value.</summary>
    public static object? GetAttribute(object? value, string name)
    {
        if (TryGet(value, name, out object? attribute) || TryIndex(value, name, out attribute)) return attribute;
        return Undefined.Member(value, name);
    }

    /// <summary><c>value[key]</c> in a template: the item, else the attribute, else an undefined value.</summary>
    public static object? GetItem(object? value, object? key)
    {
        if (TryIndex(value, key, out object? item)) return item;
        return PyTypes.AsText(key) is { } name && TryGet(value, name, out item) ? item : Undefined.Member(value, key);
    }

    private static bool TryIndex(object? value, object? key, out object? item)
    {
        try
        {
            item = PySequences.Index(value, key);
            return true;
        }
        catch (PythonError e) when (e.Kind is PythonErrorKind.Type or PythonErrorKind.Lookup)
        {
            item = null;
            return false;
        }
    }

    private static bool TryGet(object? value, string name, out object? attribute)
    {
        attribute = null;
        return value switch
        {
            Undefined undefined => throw undefined.Fail(),
            IAttributes own => own.TryGetAttribute(name, out attribute),
            string or Markup => TextMethods.All.TryGet(value, name, out attribute),
            PyList => ListMethods.OfList.TryGet(value, name, out attribute),
            PyTuple => ListMethods.OfTuple.TryGet(value, name, out attribute),
            PyDict => DictMethods.All.TryGet(value, name, out attribute),
            _ => false,
        };
    }
}
