using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Tests.Exporting;

/// <summary>What a declaration says of the build is in what is exported.</summary>
public sealed class ExportBuildTests
{
    [Fact]
    public void Compose_builds_with_the_arguments_by_name_and_for_the_platform()
    {
        ExportInput input = Input(new DockerBuildArgs { Platform = "linux/arm64" }) with
        {
            BuildFolder = "./iris",
            BuildArguments = ["PIP_INDEX_URL", "EXTRA"],
            Image = new DockerImage("iris"),
        };
        YamlMapping service = ((YamlMapping)MlemYaml.Read(ComposeExporter.Export([input]).Text, "compose.yaml")).Mapping("services")!.Mapping("iris")!;
        Assert.Equal(["PIP_INDEX_URL", "EXTRA"], service.Mapping("build")!.Texts("args"));
        Assert.Equal(["linux/arm64"], service.Mapping("build")!.Texts("platforms"));
        Assert.Equal("linux/arm64", service.Text("platform"));
    }

    [Fact]
    public void A_pod_runs_on_nodes_that_its_image_is_built_for() => Assert.Contains(
        "kubernetes.io/arch: arm64", KubernetesExporter.Export(Input(new DockerBuildArgs { Platform = "linux/arm64" })).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("linux/amd64", "linux/amd64", null)]
    [InlineData("linux/amd64", "linux/arm64", "ExportParameterNotSupported")]
    public void Both_platforms_are_one(string run, string built, string? id)
    {
        ExportInput input = Input(new DockerBuildArgs { Platform = built }, Samples.One("platform", run));
        Assert.Equal(id, (Record.Exception(() => KubernetesExporter.Export(input)) as MlemException)?.ErrorId);
        Assert.Equal(id, (Record.Exception(() => ComposeExporter.Export([input])) as MlemException)?.ErrorId);
    }

    private static ExportInput Input(DockerBuildArgs args, IReadOnlyDictionary<string, string>? parameters = null) =>
        Samples.Input() with
        {
            Deployment = DockerContainer.Create(new DockerContainerOptions
            {
                ContainerName = "iris",
                Args = args,
                Server = Server.OfType("fastapi"),
                Params = parameters ?? new Dictionary<string, string>(),
            }),
        };
}
