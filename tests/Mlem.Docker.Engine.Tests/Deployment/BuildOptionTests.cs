using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>Options of a build that no declaration holds: a start with one of them is as good as a declaration with it.</summary>
public sealed class BuildOptionTests(EngineFixture engine) : DeploymentTest(engine)
{
    [Fact]
    public async Task An_option_that_the_running_image_was_not_built_with_replaces_it_and_the_same_option_again_does_not()
    {
        DockerContainer deployment = Project.Declare(Name);
        DockerContainerStatus plain = await StartAsync(deployment);

        DockerContainerStatus bound = await StartAsync(deployment, With("pika<2"));
        Assert.Equal(DeploymentAction.Replaced, bound.Action);
        Assert.NotEqual(plain.ImageId, bound.ImageId);
        Assert.Equal(DeploymentAction.Unchanged, (await StartAsync(deployment, With("pika<2"))).Action);

        DockerContainerStatus other = await StartAsync(deployment, With("pika<1.3"));
        Assert.Equal(DeploymentAction.Replaced, other.Action);
        await EndAsync(deployment);
    }

    [Fact]
    public async Task A_start_without_such_an_option_leaves_the_image_as_it_was_built()
    {
        DockerContainer deployment = Project.Declare(Name);
        DockerContainerStatus bound = await StartAsync(deployment, With("pika<2"));

        DockerContainerStatus again = await StartAsync(deployment);

        Assert.Equal((DeploymentAction.Unchanged, bound.ImageId), (again.Action, again.ImageId));
        await EndAsync(deployment);
    }

    [Fact]
    public async Task A_start_that_builds_takes_nothing_from_the_cache_where_it_is_told_so()
    {
        await File.AppendAllTextAsync(Path.Combine(Project.Folder, "templates", "dockerfile.j2"), "\nRUN cat /proc/sys/kernel/random/uuid > /made\n", Cancellation);
        DockerContainer deployment = Project.Declare(Name);
        string first = await LayersAsync(deployment, new DeploymentOptions());
        Assert.Equal(first, await LayersAsync(deployment, new DeploymentOptions()));
        Assert.NotEqual(first, await LayersAsync(deployment, new DeploymentOptions { NoCache = true }));
    }

    [Fact]
    public async Task A_start_that_builds_pulls_a_newer_base_image_where_it_is_told_so()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(Cancellation);
        string name = $"{registry.Host}/{Prefix}-base";
        DockerContainer deployment = Project.Declare(Name, o => o with { Args = o.Args! with { BaseImage = name + ":1" } });
        // The newer one is in the registry, the older one on the Engine.
        string newer = await OneMoreLayerAsync(name);
        await Api.PushAsync(name, "1", Cancellation);
        await Api.PostAsync($"images/mlem-test/busybox:1.35/tag?repo={name}&tag=1", null, Cancellation);

        // BuildKit with the containerd store looks for newer ones in any case.
        var classic = new DeploymentOptions { Builder = ImageBuilderKind.Classic };
        Assert.DoesNotContain(newer, await LayersAsync(deployment, classic), StringComparison.Ordinal);
        Assert.Contains(newer, await LayersAsync(deployment, classic with { Pull = true }), StringComparison.Ordinal);
        await Api.DeleteAsync($"images/{name}:1?force=1", Cancellation);
    }

    private async Task<string> OneMoreLayerAsync(string name)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("Dockerfile"), $"FROM mlem-test/busybox:1.35\nRUN echo {Prefix} > /newer\n", Cancellation);
        using var tar = new MemoryStream();
        await System.Formats.Tar.TarFile.CreateFromDirectoryAsync(folder.Path, tar, includeBaseDirectory: false, Cancellation);
        tar.Position = 0;
        await Api.PostTarAsync($"build?t={Uri.EscapeDataString(name + ":1")}&forcerm=1", tar, Cancellation);
        return (await ImageLayersAsync(name + ":1"))[^1];
    }

    // Starts it, and takes all of it away again.
    private async Task<string> LayersAsync(DockerContainer deployment, DeploymentOptions options)
    {
        DockerContainerStatus status = await StartAsync(deployment, options);
        string[] layers = await ImageLayersAsync(status.ImageId!);
        await EndAsync(deployment);
        return string.Join(' ', layers);
    }

    private async Task<string[]> ImageLayersAsync(string image) =>
        [.. ((JsonArray)(await Api.GetAsync($"images/{image}/json", Cancellation))["RootFS"]!["Layers"]!).Select(layer => (string)layer!)];

    private static DeploymentOptions With(string constraint) => new()
    {
        Context = model => new DockerContextRequest(model) { Constraints = [constraint] },
    };
}
