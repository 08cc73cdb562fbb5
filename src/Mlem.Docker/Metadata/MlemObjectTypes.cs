using System.Collections.Frozen;
using System.Reflection;

namespace Mlem.Docker.Metadata;

/// <summary>The types of objects that a .mlem file can hold: those that the rooms of this assembly added.</summary>
internal sealed class MlemObjectTypes
{
    private readonly FrozenDictionary<(string ObjectType, string? Type), MlemObjectTypeAttribute> _types;

    private MlemObjectTypes(IEnumerable<MlemObjectTypeAttribute> types) =>
        _types = types.ToFrozenDictionary(type => (type.ObjectType, type.Type));

    /// <summary>The types of this assembly.</summary>
    public static MlemObjectTypes Known { get; } =
        new(typeof(MlemObjectTypes).Assembly.GetCustomAttributes<MlemObjectTypeAttribute>());

    /// <summary>Finds the type of a document; null for one that nobody added.</summary>
    /// <param name="objectType">MLEM's <c>object_type</c>.</param>
    /// <param name="type">MLEM's <c>type</c>.</param>
    public MlemObjectTypeAttribute? Find(string objectType, string? type) =>
        _types.GetValueOrDefault((objectType, type)) ?? _types.GetValueOrDefault((objectType, null));

    /// <summary>Whether there is any type of a kind of object.</summary>
    public bool HasKind(string objectType) => _types.Keys.Any(t => t.ObjectType == objectType);
}
