using System.Globalization;
using System.Numerics;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>The <c>attribute</c> of <c>map</c>, <c>sort</c> and their like: <c>"a.b.0"</c>.</summary>
internal static class AttributePath
{
    /// <summary>A getter for one path; <paramref name="fallback"/> stands for what is undefined on the way.</summary>
    public static Func<object?, object?> Getter(object? path, object? fallback = null, bool ignoreCase = false)
    {
        List<object?> parts = Parts(path);
        return item =>
        {
            foreach (object? part in parts)
            {
                item = PyAttributes.GetItem(item, part);
                if (fallback is not null && item is Undefined) item = fallback;
            }

            return ignoreCase ? IgnoreCase(item) : item;
        };
    }

    /// <summary>A getter for several paths with commas between; gives a list.</summary>
    public static Func<object?, object?> MultiGetter(object? paths, bool ignoreCase)
    {
        object?[] each = PyTypes.AsText(paths) is { } text ? text.Split(',') : [paths];
        Func<object?, object?>[] getters = [.. each.Select(p => Getter(p, null, ignoreCase))];
        return item => new PyList([.. getters.Select(get => get(item))]);
    }

    public static object? IgnoreCase(object? value) =>
        PyTypes.AsText(value) is { } text ? TextCase.Lower(text) : value;

    private static List<object?> Parts(object? path)
    {
        if (path is null) return [];
        if (PyTypes.AsText(path) is not { } text) return [path];
        return [.. text.Split('.').Select(object? (part) => TextKind.All(part, TextKind.IsDecimal)
            ? BigInteger.Parse(part, CultureInfo.InvariantCulture)
            : part)];
    }
}
