using System.Numerics;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>
/// What a value is to Python. Inside the engine: <c>None</c> is null, <c>int</c> is <see cref="BigInteger"/>,
/// <c>float</c> is double, <c>bool</c> and <c>str</c> are C#'s, the rest are classes of this folder.
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
        Undefined { Strict: false } => false,
        Undefined u => throw u.Fail(),
        _ => !PySequences.TryLength(value, out int length) || length > 0,
    };

    /// <summary>The text of a str, or null when the value is no str.</summary>
    public static string? AsText(object? value) => value switch { string s => s, Markup m => m.Text, _ => null };

    /// <summary>An int as Python takes it where it wants a count or an index; held within the int range.</summary>
    public static int ToIndex(object? value)
    {
        if (!PythonNumber.IsInteger(value, out BigInteger integer)) throw Wrong(value, "int");
        return (int)BigInteger.Max(int.MinValue, BigInteger.Min(int.MaxValue, integer));
    }
}
