using Mlem.Docker.Metadata;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>The server types of MLEM, from <c>servers.yaml</c>.</summary>
internal sealed class ServerCatalogue
{
    private static readonly Lazy<ServerCatalogue> Shared = new(() => new(TypeCatalogue.Servers));

    private readonly YamlMapping _file;
    private readonly YamlMapping _abstraction;

    private ServerCatalogue(YamlMapping file)
    {
        _file = file;
        _abstraction = file.Mapping("abstractions")!.Mapping("server")!;
    }

    public static ServerCatalogue Default => Shared.Value;

    /// <summary>The names of the server types.</summary>
    public IReadOnlyList<string> Types => [.. _file.Mapping("servers").TextEntries().Select(s => s.Key)];

    /// <summary>The definition of a type; a type without one needs nothing and has no port.</summary>
    public ServerDefinition this[string type] =>
        new(type, _file.Mapping("servers")?.Mapping(type) ?? new YamlMapping([]), _abstraction);

    /// <summary>The modules that a serializer or data type of this name brings along.</summary>
    public IEnumerable<ServerPackage> OfSerializer(string type) =>
        ServerPackage.Read(_file.Mapping("serializers")!.Items(type));

    /// <summary>The modules that a middleware brings along.</summary>
    public IEnumerable<ServerPackage> OfMiddleware(string type) =>
        ServerPackage.Read(_file.Mapping("middlewares")!.Items(type));
}
