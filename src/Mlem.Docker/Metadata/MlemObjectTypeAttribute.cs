using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>
/// Adds a type to those that a .mlem file can hold. Each room adds its own, so that the reader names none of them.
/// </summary>
/// <param name="objectType">MLEM's <c>object_type</c>.</param>
/// <param name="type">MLEM's <c>type</c>; null where the object type alone decides.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal abstract class MlemObjectTypeAttribute(string objectType, string? type) : Attribute
{
    /// <summary>MLEM's <c>object_type</c>.</summary>
    public string ObjectType { get; } = objectType;

    /// <summary>MLEM's <c>type</c>; null where the object type alone decides.</summary>
    public string? Type { get; } = type;

    /// <summary>Makes the object of a document that was checked.</summary>
    public abstract MlemObject Create(YamlMapping document);
}

/// <inheritdoc cref="MlemObjectTypeAttribute"/>
/// <typeparam name="T">The type of the object.</typeparam>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
internal sealed class MlemObjectTypeAttribute<T>(string objectType, string? type = null) : MlemObjectTypeAttribute(objectType, type)
    where T : MlemObject, IFromDocument<T>
{
    /// <inheritdoc/>
    public override MlemObject Create(YamlMapping document) => T.FromDocument(document);
}

/// <summary>An object that is made of a checked document.</summary>
/// <typeparam name="T">The type itself.</typeparam>
internal interface IFromDocument<T>
    where T : MlemObject
{
    /// <summary>Makes the object.</summary>
    static abstract T FromDocument(YamlMapping document);
}
