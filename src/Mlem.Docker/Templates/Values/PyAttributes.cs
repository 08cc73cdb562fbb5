using System.Collections.Frozen;
using System.Numerics;

namespace Mlem.Docker.Templates.Values;

/// <summary>Attributes and methods: <c>value.name</c>, and what Jinja2 makes of it when there is none.</summary>
internal static class PyAttributes
{
    /// <summary>Python's <c>getattr</c>.</summary>
    public static bool TryGet(object? value, string name, out object? attribute)
    {
        attribute = null;
        switch (value)
        {
            case Undefined undefined:
                throw undefined.Fail();
            case IAttributes own:
                if (own.TryGetAttribute(name, out attribute)) return true;
                return value is PyTuple && Method(SequenceMethods.OfTuple, value, name, out attribute);
            case string or Markup:
                return Method(TextMethods.All, value, name, out attribute);
            case PyList:
                return Method(SequenceMethods.OfList, value, name, out attribute);
            case PyTuple:
                return Method(SequenceMethods.OfTuple, value, name, out attribute);
            case PyDict:
                return Method(DictMethods.All, value, name, out attribute);
            case PyRange range when name is "start" or "stop" or "step":
                attribute = name switch { "start" => range.Start, "stop" => range.Stop, _ => range.Step };
                return true;
            case PyRange:
                return Method(SequenceMethods.OfRange, value, name, out attribute);
            default:
                return NumberAttributes.TryGet(value, name, out attribute);
        }
    }

    /// <summary><c>value.name</c> in a template: the attribute, else the item, else an undefined value.</summary>
    public static object? GetAttribute(object? value, string name)
    {
        if (TryGet(value, name, out object? attribute)) return attribute;
        try
        {
            return PySequences.Index(value, name);
        }
        catch (PythonError e) when (e.Kind is PythonErrorKind.Type or PythonErrorKind.Lookup)
        {
            return Undefined.Member(value, name);
        }
    }

    /// <summary><c>value[key]</c> in a template: the item, else the attribute, else an undefined value.</summary>
    public static object? GetItem(object? value, object? key)
    {
        try
        {
            return PySequences.Index(value, key);
        }
        catch (PythonError e) when (e.Kind is PythonErrorKind.Type or PythonErrorKind.Lookup)
        {
            return PyTypes.AsText(key) is { } name && TryGet(value, name, out object? attribute)
                ? attribute
                : Undefined.Member(value, key);
        }
    }

    private static bool Method(
        FrozenDictionary<string, Method> methods, object value, string name, out object? attribute)
    {
        attribute = methods.TryGetValue(name, out Method? method) ? method.Of(value) : null;
        return method is not null;
    }
}

/// <summary>A method of one of Python's types, not yet bound to a value.</summary>
internal sealed class Method(string name, string parameters, Func<object, Bound, object?> body)
{
    private readonly Parameters _parameters = new(name, parameters);

    public string Name => name;

    public NativeFunction Of(object value) => new(_parameters, bound => body(value, bound));
}

/// <summary>The attributes of numbers.</summary>
internal static class NumberAttributes
{
    public static bool TryGet(object? value, string name, out object? attribute)
    {
        attribute = null;
        if (PyTypes.IsInteger(value, out BigInteger integer))
        {
            attribute = name switch
            {
                "real" or "numerator" => integer,
                "imag" => BigInteger.Zero,
                "denominator" => BigInteger.One,
                "bit_length" => Constant(name, (BigInteger)(long)BigInteger.Abs(integer).GetBitLength()),
                "conjugate" => Constant(name, integer),
                _ => null,
            };
        }
        else if (value is double d)
        {
            attribute = name switch
            {
                "real" => d,
                "imag" => 0.0,
                "is_integer" => Constant(name, double.IsFinite(d) && Math.Floor(d) == d),
                "conjugate" => Constant(name, d),
                _ => null,
            };
        }

        return attribute is not null;
    }

    private static NativeFunction Constant(string name, object value) => new(new Parameters(name, string.Empty), _ => value);
}
