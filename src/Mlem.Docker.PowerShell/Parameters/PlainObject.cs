using System.Collections;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// An object without our type: one that came back from Export-Clixml, from a job or from another machine, or a stand-in
/// that a test made. It counts for the properties that it has.
/// </summary>
internal sealed class PlainObject
{
    private const string Prefix = "Deserialized.";
    private readonly PSObject _value;

    private PlainObject(PSObject value) => _value = value;

    /// <summary>The full name of the type that it had before it was sent; null for a stand-in.</summary>
    public string? SentType => _value.TypeNames.FirstOrDefault(n => n.StartsWith(Prefix, StringComparison.Ordinal))?[Prefix.Length..];

    /// <summary>Names a text property that has one.</summary>
    public string? this[string property] => Raw(property) switch
    {
        null => null,
        PSObject { BaseObject: PSCustomObject } => null,
        var value => LanguagePrimitives.ConvertTo<string>(value) is { Length: > 0 } text ? text : null,
    };

    /// <summary>The object; null for what is no plain object.</summary>
    public static PlainObject? From(object? value) => value is PSObject { BaseObject: PSCustomObject } custom ? new(custom) : null;

    /// <summary>True when it was a <typeparamref name="T"/>, or something more special, before it was sent.</summary>
    public bool Was<T>() => _value.TypeNames.Contains(Prefix + typeof(T).FullName);

    /// <summary>
    /// True when it may stand for a <typeparamref name="T"/>: it was one before it was sent, or it is a row or a stand-in. What
    /// was something else, a file or a process, has a name as well, which is not that of ours.
    /// </summary>
    public bool MayBe<T>() => Was<T>() || SentType is null or "System.Management.Automation.PSCustomObject"
        || SentType.StartsWith("Selected.", StringComparison.Ordinal);

    /// <summary>True when it has the property, whatever its value.</summary>
    public bool Has(string property) => _value.Properties[property] is not null;

    /// <summary>A property as it is; null where there is none.</summary>
    public object? Raw(string property) =>
        _value.Properties[property]?.Value is var value && value is PSObject { BaseObject: not PSCustomObject } wrapped
            ? wrapped.BaseObject
            : value;

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string property) => Raw(property) switch
    {
        null => [],
        string one => [one],
        IEnumerable many => [.. many.Cast<object?>().Where(item => item is not null).Select(item => item!.ToString()!)],
        var one => [one.ToString()!],
    };

    /// <summary>The entries of a dictionary, or the properties of an object, as texts.</summary>
    public IReadOnlyDictionary<string, string> Pairs(string property) => Raw(property) switch
    {
        IDictionary table => table.Cast<DictionaryEntry>().ToDictionary(e => e.Key.ToString()!, e => e.Value?.ToString() ?? string.Empty),
        PSObject custom => custom.Properties.ToDictionary(p => p.Name, p => p.Value?.ToString() ?? string.Empty),
        _ => new Dictionary<string, string>(),
    };
}
