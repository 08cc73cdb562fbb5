using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>Reads .mlem files into typed objects: YAML, older forms brought up to date, checked, links followed.</summary>
internal static class MlemObjectReader
{
    /// <summary>Reads the object that a path means.</summary>
    /// <param name="path">The .mlem file, its ending given or not.</param>
    /// <param name="followLinks">Whether a link gives the object it points to.</param>
    public static MlemObject Read(string path, bool followLinks = true)
    {
        MlemObject read = ReadFile(Find(path));
        return followLinks && read is MlemLink link ? LinkResolver.Follow(link) : read;
    }

    internal static MlemObject ReadFile(string file)
    {
        MlemObject read = OfDocument(Normalize(Parse(file), file), file);
        return read with { Path = file, ProjectRoot = MlemPath.FindProjectRoot(file) };
    }

    /// <summary>Makes an object of fields that were put together here; they are checked and defaults are left out.</summary>
    internal static MlemObject FromDocument(YamlMapping fields) => OfDocument(Normalize(fields, null), null);

    private static MlemObject OfDocument(YamlMapping document, string? file) =>
        MlemObjectTypes.Known.Find(document.Text("object_type")!, document.Text("type"))?.Create(document)
            ?? throw new MlemException(
                "ObjectTypeNotSupported",
                MlemErrorCategory.NotImplemented,
                Messages.FormatObjectTypeNotSupported(file, document.Text("object_type")),
                file,
                Messages.ObjectTypeNotSupportedRemedy);

    internal static YamlMapping Normalize(YamlValue document, string? file)
    {
        var context = new SchemaContext(file);
        YamlValue current = document is YamlMapping mapping ? Migrations.Apply(mapping, context) : document;
        return (YamlMapping)TypeCatalogue.Default["@meta"].Normalize(current, KeyPath.Root, context);
    }

    private static YamlValue Parse(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return MlemYaml.Read(stream, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "MetadataUnreadable", MlemErrorCategory.ReadError, Messages.FormatProjectConfigUnreadable(file, e.Message), file,
                Messages.MetadataUnreadableRemedy, e);
        }
    }

    private static string Find(string path) => MlemPath.FindFile(path) ?? throw new MlemException(
        "MlemObjectNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatMlemObjectNotFound(Path.GetFullPath(MlemPath.WithExtension(path))),
        path,
        Messages.MlemObjectNotFoundRemedy);
}
