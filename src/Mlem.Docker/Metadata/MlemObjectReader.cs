using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>Reads .mlem files into typed objects: YAML, older forms brought up to date, checked, links followed.</summary>
internal static class MlemObjectReader
{
    /// <summary>The id of the error for a valid object of MLEM's that this module does not handle.</summary>
    public const string ObjectTypeNotSupported = "ObjectTypeNotSupported";

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
        YamlValue parsed = Parse(file);
        EnsureSupported(parsed, file);
        MlemObject read = ForeignValues.Use(file, () => OfDocument(Normalize(parsed, file), file));
        return read with { Path = file, ProjectRoot = MlemPath.FindProjectRoot(file) };
    }

    /// <summary>Makes an object of fields that were put together here; they are checked and defaults are left out.</summary>
    internal static MlemObject FromDocument(YamlMapping fields) =>
        ForeignValues.Use(null, () => OfDocument(Normalize(fields, null), null));

    private static MlemObject OfDocument(YamlMapping document, string? file) =>
        MlemObjectTypes.Known.Find(document.Text("object_type")!, document.Text("type"))?.Create(document)
            ?? throw NotSupported(document.Text("object_type"), document.Text("type"), file);

    // MLEM has more objects than those that Docker needs, and its plugins have others: they are not looked into.
    private static void EnsureSupported(YamlValue document, string? file)
    {
        if (document is not YamlMapping fields)
            return;
        if (fields.Text("object_type") is not { } kind)
        {
            // `mlem declare server` writes one without saying that it is one.
            if (fields.Text("type") is { } server && TypeCatalogue.Servers.Mapping("servers")?.Mapping(server) is not null)
                throw NotSupported("server", server, file);
            return;
        }

        // Without a type, what is missing is told.
        string? type = fields.Text("type");
        bool ours = MlemObjectTypes.Known.Find(kind, type) is not null || (type is null && MlemObjectTypes.Known.HasKind(kind));
        if (!ours)
            throw NotSupported(kind, type, file);
    }

    private static MlemException NotSupported(string? kind, string? type, string? file) => new(
        ObjectTypeNotSupported,
        MlemErrorCategory.NotImplemented,
        Messages.FormatObjectTypeNotSupported(file, type is null ? kind : Messages.FormatObjectOfType(kind, type)),
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
            using FileStream stream = RegularFile.OpenRead(file);
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
