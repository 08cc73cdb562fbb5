using System.Collections;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// Takes the paths of a -Path with wildcards as texts, and the items that Get-Item, Get-ChildItem and Resolve-Path give,
/// whose names are no wildcards. PowerShell makes text of any object, which would be the path of nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathTransformationAttribute : ArgumentTransformationAttribute
{
    private const string Qualifier = "FileSystem::";

    /// <summary>Whether a path is that of an item, with its provider, and was not written by someone.</summary>
    internal static bool IsOfItem(string path) => path.Contains("::", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        Plain(inputData) is IList items ? items.Cast<object?>().Select(One).ToArray() : One(inputData);

    private static object? One(object? item) => Plain(item) switch
    {
        null or IConvertible => item,
        _ when ItemPath(item) is { } path => WildcardPattern.Escape(path),
        FileSystemInfo file => WildcardPattern.Escape(Qualifier + file.FullName),
        PathInfo location => WildcardPattern.Escape(location.Path),
        var other => throw ParameterErrors.Kind(Messages.FormatPathNotText(other.GetType().Name)),
    };

    // Of every provider: what is not the file system's is refused as such. A row's own literal path is no wildcard either.
    private static string? ItemPath(object? item) =>
        ((item as PSObject)?.Properties["PSPath"] ?? (item as PSObject)?.Properties["LiteralPath"])?.Value?.ToString() is { Length: > 0 } path ? path : null;

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
