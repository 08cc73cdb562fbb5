using System.Collections;
using System.Globalization;

namespace Mlem.Docker.Serving;

/// <summary>
/// Finds the keys of a row or an object that stand for the names of a signature. Python tells large and small letters
/// apart and PowerShell does not, so another case is taken where only one name can be meant.
/// </summary>
internal static class RowKeys
{
    /// <summary>The key of each name, in the names' order.</summary>
    /// <param name="names">The names of the signature.</param>
    /// <param name="fields">What was given.</param>
    /// <param name="place">What it is called in messages.</param>
    /// <param name="optional">Names that may be missing: their key is an empty object.</param>
    /// <exception cref="MlemException">InputNamesInvalid: names are missing, or too many, all of them named.</exception>
    public static IReadOnlyList<object> Match(
        IReadOnlyList<string> names, IDictionary fields, string place, IReadOnlySet<string>? optional = null)
    {
        var keys = new object[names.Count];
        bool exact = fields.Count == names.Count;
        for (int i = 0; exact && i < names.Count; i++)
        {
            keys[i] = names[i];
            exact = fields.Contains(names[i]);
        }

        return exact ? keys : Search(names, fields, place, optional);
    }

    private static object[] Search(
        IReadOnlyList<string> names, IDictionary fields, string place, IReadOnlySet<string>? optional)
    {
        List<(string Name, object Key)> given =
            [.. fields.Keys.Cast<object>().Select(k => (Convert.ToString(k, CultureInfo.InvariantCulture) ?? string.Empty, k))];
        var keys = new object?[names.Count];
        foreach (StringComparison comparison in new[] { StringComparison.Ordinal, StringComparison.OrdinalIgnoreCase })
        {
            for (int i = 0; i < names.Count; i++)
            {
                int found = keys[i] is null ? given.FindIndex(g => string.Equals(g.Name, names[i], comparison)) : -1;
                if (found < 0)
                    continue;
                keys[i] = given[found].Key;
                given.RemoveAt(found);
            }
        }

        string[] missing = [.. names.Where((n, i) => keys[i] is null && optional?.Contains(n) != true)];
        if (missing.Length == 0 && given.Count == 0)
            return [.. keys.Select(k => k ?? Absent)];
        string[] wrong =
        [
            .. missing.Length > 0 ? [$"lacks {InputErrors.List(missing)}"] : Array.Empty<string>(),
            .. given.Count > 0 ? [Messages.FormatHasWhichMethodDoesNotKnow(InputErrors.List(given.Select(g => g.Name)))] : Array.Empty<string>(),
        ];
        throw InputErrors.Names(
            $"{place} {string.Join(", and ", wrong)}.", Messages.FormatItMustHaveExactly(InputErrors.List(names)), fields);
    }

    /// <summary>The key of an optional name that was not given.</summary>
    public static object Absent { get; } = new();
}
