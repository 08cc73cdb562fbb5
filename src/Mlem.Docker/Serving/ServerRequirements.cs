using Mlem.Docker.Metadata;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>What an image needs for a server: Python packages, environment variables and source files.</summary>
internal static class ServerRequirements
{
    /// <summary>The packages in MLEM's order, without versions (D4), each once.</summary>
    public static IReadOnlyList<InstallableRequirement> Packages(Server server)
    {
        if (server.Inner is { } inner)
            return Packages(inner);
        ServerDefinition definition = ServerCatalogue.Default[server.Type];
        return
        [
            .. definition.Base
                .Concat(Serializers(server).SelectMany(ServerCatalogue.Default.OfSerializer))
                .Concat(server.Middlewares.SelectMany(ServerCatalogue.Default.OfMiddleware))
                .Concat(definition.Then)
                .Where(p => p.When is null || server[p.When] is YamlBoolean { Value: true })
                .Select(p => new InstallableRequirement(p.Module) { PackageName = PackageNames.Find(p.Module) })
                .DistinctBy(r => r.Package),
        ];
    }

    /// <summary>Environment variables of the image; a server in front of another has both, as in MLEM.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Environment(Server server) =>
        ServerCatalogue.Default[server.Type].Environment
            .Select(e => KeyValuePair.Create(e.Name, server[e.Field] is YamlString s ? s.Value : string.Empty))
            .Concat(server.Inner is { } inner ? Environment(inner) : []);

    /// <summary>The extra source files that the options name, as they are written there.</summary>
    public static IEnumerable<string> SourceFiles(Server server) =>
        server.Inner is { } inner
            ? SourceFiles(inner)
            : ServerCatalogue.Default[server.Type].SourceFields.Select(f => server[f]).OfType<YamlString>().Select(s => s.Value);

    private static IEnumerable<string> Serializers(Server server) =>
        new[] { server["request_serializer"], server["response_serializer"] }.OfType<YamlMapping>()
            .Concat((server["methods"] as YamlMapping).TextEntries().SelectMany(m => OfMethod((YamlMapping)m.Value)))
            .Select(s => s.Text("type")!);

    private static IEnumerable<YamlMapping> OfMethod(YamlMapping method) =>
        new[] { method.Mapping("returns") }.Concat(method.Mapping("args").TextEntries().Select(a => (YamlMapping?)a.Value))
            .OfType<YamlMapping>()
            .SelectMany(t => new[] { t.Mapping("ser"), t.Mapping("data_type") })
            .OfType<YamlMapping>();
}
