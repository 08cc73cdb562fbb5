using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Engine.Tests.Stopping;

/// <summary>Builds an image of the iris model with the stand-in for MLEM, and any of MLEM's servers.</summary>
internal static class StandInImage
{
    /// <summary>A request of the method predict.</summary>
    public const string Flower =
        """{"data": {"values": [{"sepal length (cm)": 5.1, "sepal width (cm)": 3.5, "petal length (cm)": 1.4, "petal width (cm)": 0.2}]}}""";

    /// <summary>The servers as MLEM's YAML; each that speaks HTTP does so on 8080.</summary>
    public static IReadOnlyDictionary<string, string> Servers { get; } = new Dictionary<string, string>
    {
        ["fastapi"] = "type: fastapi",
        ["_sagemaker"] = "type: _sagemaker",
        ["_heroku"] = "{type: _heroku, server: {type: fastapi}}",
        ["streamlit"] = "{type: streamlit, server_port: 8080, ui_port: 80, standardize: true}",
        ["rmq"] = "{type: rmq, host: rabbit, port: 5672}",
    };

    public static MlemModel Model => MlemModel.Load(RepositoryRoot.Combine("examples", "iris", "iris"));

    public static async Task<DockerContextRequest> RequestAsync(EngineTest test, string wheel, string server) => new(Model)
    {
        ForImage = true,
        Source = MlemSourceKind.Whl,
        Server = Server.FromYaml(YamlReader.Read(Servers[server]), null),
        Args = new DockerBuildArgs
        {
            BaseImage = await test.Engine.BaseImages.ServersAsync(EngineTest.Cancellation),
            MlemWheel = wheel,
            SetEnv = ["PORT=8080"],
            // MLEM's layout would install git.
            PackageInstallCommand = ":",
            PackageCleanCommand = string.Empty,
        },
    };

    public static async Task<DockerImage> BuildAsync(DockerContextRequest request, string name, ImageVerifyOptions? verify = null)
    {
        DockerContext context = await DockerContext.CreateAsync(request, EngineTest.Cancellation);
        await using var service = new ImageOperations();
        return await service.BuildAsync(context, new DockerImage(name), new ImageBuildOptions { Verify = verify }, EngineTest.Cancellation);
    }

    public static void Harden(JsonObject host)
    {
        host["ReadonlyRootfs"] = true;
        host["Tmpfs"] = new JsonObject { ["/tmp"] = "" };
        host["CapDrop"] = new JsonArray("ALL");
    }
}
