using System.Collections;
using Mlem.Docker.Metadata;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Serving;

namespace Mlem.Docker;

/// <summary>How a model is served (MLEM: <c>Server</c>): a type of MLEM's and its options.</summary>
public sealed record Server
{
    private readonly ServerDefinition _definition;

    private Server(YamlMapping document)
    {
        Document = document;
        _definition = ServerCatalogue.Default[Type];
    }

    /// <summary>The names of MLEM's server types.</summary>
    public static IReadOnlyList<string> Types => ServerCatalogue.Default.Types;

    /// <summary>MLEM's server type: <c>fastapi</c>, <c>streamlit</c>, <c>rmq</c>, <c>_sagemaker</c> or <c>_heroku</c>.</summary>
    public string Type => Document.Text("type")!;

    /// <summary>The options that differ from MLEM's defaults, without the type.</summary>
    public IDictionary Options => (IDictionary)PlainValue.From(
        new YamlMapping([.. Document.Entries.Where(e => e.Key is not YamlString { Value: "type" })]))!;

    /// <summary>The server that this one stands in front of (<c>_heroku</c>), or null.</summary>
    public Server? Inner => _definition.InnerField is { } name && Document[name] is YamlMapping inner ? new Server(inner) : null;

    /// <summary>The ports that the server listens on inside the container, in MLEM's order.</summary>
    public IReadOnlyList<int> Ports => [.. _definition.PortFields.Select(f => (int)Number(f))];

    /// <summary>The port that answers MLEM's HTTP interface inside the container, or null for a server without one.</summary>
    public int? InterfacePort => Inner is { } inner
        ? inner.InterfacePort
        : _definition.InterfacePortField is { } name && Serves() ? (int)Number(name) : null;

    /// <summary>The signal that ends it (<c>STOPSIGNAL</c>); null for SIGTERM, Docker's default.</summary>
    internal string? StopSignal => Inner is { } inner ? inner.StopSignal : _definition.StopSignal;

    /// <summary>The script that starts it where it needs help with its end; null for MLEM's command itself.</summary>
    /// <param name="image">Whether an image is built, and not a folder in MLEM's layout written.</param>
    internal string? RunScript(bool image) => Inner is { } inner ? inner.RunScript(image) : (image ? _definition.ImageScript : null) ?? _definition.RunScript;

    /// <summary>The types of the middlewares, such as <c>prometheus_fastapi</c>.</summary>
    public IReadOnlyList<string> Middlewares =>
        [.. Document.Items("middlewares").OfType<YamlMapping>().Select(m => m.Text("type")!), .. Inner?.Middlewares ?? []];

    /// <summary>The server as MLEM dumps it, defaults left out.</summary>
    internal YamlMapping Document { get; }

    /// <summary>The value that a field has, its default included.</summary>
    internal YamlValue this[string field] => Document[field] ?? _definition.Default(field);

    /// <summary>A server of a type with all its defaults.</summary>
    /// <param name="type">MLEM's type name.</param>
    /// <exception cref="MlemException">The type is not known, or needs options.</exception>
    public static Server OfType(string type) => FromYaml(new YamlString(type), null);

    /// <summary>The server that counts where none is given: the project's <c>core.SERVER</c>, else fastapi with its defaults.</summary>
    internal static Server ConfiguredIn(MlemConfiguration configuration) => configuration.Server is { } given
        ? FromYaml(given, configuration.Origin, KeyPath.Root.Key("core").Key("server"))
        : OfType("fastapi");

    /// <summary>The same for a folder: as its project says, or the environment.</summary>
    internal static Server ConfiguredFor(string folder) => ConfiguredIn(MlemConfiguration.Read(
        folder,
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(e => KeyValuePair.Create((string)e.Key, (string?)e.Value ?? string.Empty))));

    /// <summary>Reads a server from a YAML file as MLEM's <c>server.yaml</c>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="MlemException">The file is missing, or holds no server.</exception>
    public static Server Load(string path)
    {
        try
        {
            using FileStream stream = RegularFile.OpenRead(path);
            return FromYaml(MlemYaml.Read(stream, path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MlemException(
                "ServerFileUnreadable", MlemErrorCategory.ReadError, Messages.FormatServerFileUnreadable(path, e.Message), path, null, e);
        }
    }

    /// <summary>Makes a server from values with MLEM's keys.</summary>
    /// <param name="value">A type name or a mapping with <c>type</c>.</param>
    /// <param name="source">Where the values come from, for messages; null for an argument.</param>
    /// <exception cref="MlemException">A field is unknown or has a value of the wrong kind.</exception>
    public static Server FromYaml(YamlValue value, string? source) => FromYaml(value, source, KeyPath.Root);

    /// <summary>The same for a server inside another document.</summary>
    internal static Server FromYaml(YamlValue value, string? source, KeyPath path)
    {
        var document = (YamlMapping)TypeCatalogue.Default["@server"].Normalize(
            value, path, new SchemaContext(source ?? "server"));
        var server = new Server(document);
        foreach (string field in server._definition.PortFields)
        {
            if (server[field] is YamlInteger port && (port.Value < 0 || port.Value > ushort.MaxValue))
                throw new MetadataException(source, port.Mark, path.Key(field).ToString(), Messages.ExpectedPort);
        }

        if (server.Inner is { Ports.Count: 0 } inner)
        {
            throw new MlemException(
                "ServerWithoutPort",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatServerWithoutPort(inner.Type, server.Type),
                value,
                Messages.ServerWithoutPortRemedy);
        }

        return server;
    }

    /// <summary>The text of <c>server.yaml</c>.</summary>
    public string ToYaml() => MlemYaml.Write(Document);

    /// <inheritdoc/>
    public override string ToString() => Type;

    /// <inheritdoc/>
    public bool Equals(Server? other) => other is not null && Document.Equals(other.Document);

    /// <inheritdoc/>
    public override int GetHashCode() => Document.GetHashCode();

    private bool Serves() => this["run_server"] is not YamlBoolean { Value: false };

    private long Number(string field) => this[field] is YamlInteger i ? (long)i.Value : 0;
}
