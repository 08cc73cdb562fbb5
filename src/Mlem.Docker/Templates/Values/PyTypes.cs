using System.Numerics;

namespace Mlem.Docker.Templates.Values;

/// <summary>
/// What a value is to Python. Inside the engine: <c>None</c> is null, <c>int</c> is <see cref="BigInteger"/>,
/// <c>float</c> is double, <c>bool</c> and <c>str</c> are C#'s, the rest are classes of this room.
/// </summary>
internal static class PyTypes
{
    public static string Name(object? value) => value switch
    {
        null => "None",
        bool => "bool",
        BigInteger => "int",
        double => "float",
        string => "str",
        Markup => "markupsafe.Markup",
        PyList => "list",
        PyTuple => "tuple",
        PyDict => "dict",
        PyRange => "range",
        PyDictView view => view.Name,
        PyIterator iterator => iterator.Name,
        Undefined => "jinja2.runtime.Undefined",
        NativeFunction => "builtin_function_or_method",
        _ => value.GetType().Name,
    };

    public static PythonError Wrong(object? value, string wanted) => value is Undefined undefined
        ? undefined.Fail()
        : PythonError.Type($"'{Name(value)}' given where {wanted} is needed");

    public static bool Truthy(object? value) => value switch
    {
        null => false,
        bool b => b,
        BigInteger i => !i.IsZero,
        double d => d != 0,
        string s => s.Length > 0,
        Markup m => m.Text.Length > 0,
        PySequence s => s.Items.Count > 0,
        PyDict d => d.Count > 0,
        PyDictView v => v.Dict.Count > 0,
        PyRange r => !r.Count.IsZero,
        Undefined { Strict: false } => false,
        Undefined u => throw u.Fail(),
        IHasLength l => l.Length > 0,
        _ => true,
    };

    /// <summary>The text of a str, or null when the value is no str.</summary>
    public static string? AsText(object? value) => value switch { string s => s, Markup m => m.Text, _ => null };

    public static bool IsInteger(object? value, out BigInteger integer)
    {
        integer = value switch { BigInteger i => i, bool b => b ? 1 : 0, _ => 0 };
        return value is BigInteger or bool;
    }

    public static bool IsNumber(object? value) => value is BigInteger or bool or double;

    /// <summary>An int as Python takes it where it wants a count or an index; held within the int range.</summary>
    public static int ToIndex(object? value)
    {
        if (!IsInteger(value, out BigInteger integer)) throw Wrong(value, "int");
        return (int)BigInteger.Max(int.MinValue, BigInteger.Min(int.MaxValue, integer));
    }
}

/// <summary>A value of the engine that has a length, as a loop has.</summary>
internal interface IHasLength
{
    int Length { get; }
}
