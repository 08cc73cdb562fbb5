using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Deployment;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.EndToEnd;

/// <summary>The switches that everyone who builds images looks for do what they do for docker.</summary>
public sealed class BuildSwitchTests(EngineFixture engine) : DeploymentTest(engine)
{
    private static readonly ImageVerifyOptions Verified = new() { Timeout = TimeSpan.FromSeconds(60) };

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        JsonNode images = await Api.GetAsync("images/json", Cancellation);
        foreach (string tag in images.AsArray().SelectMany(image => image!["RepoTags"]?.AsArray() ?? []).Select(tag => (string)tag!))
        {
            if (tag.Contains(Prefix + ":", StringComparison.Ordinal) || tag.Contains(Prefix + "-base:", StringComparison.Ordinal))
                await Api.DeleteAsync($"images/{tag}?force=1", Cancellation);
        }

        await base.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task All_tags_and_labels_are_the_images(bool verify)
    {
        var options = new ImageBuildOptions
        {
            AdditionalTags = ["2", "latest"],
            Labels = new Dictionary<string, string> { ["team"] = "ml & more" },
            Verify = verify ? Verified : null,
        };
        Template("HEALTHCHECK --interval=1s CMD true");
        DockerImage built = await BuildAsync(options, "1");

        Assert.Equal(("1", 2), (built.Tag, built.AdditionalTags.Count));
        foreach (string tag in (string[])["1", "2", "latest"])
        {
            JsonNode image = await Api.GetAsync($"images/{Prefix}:{tag}/json", Cancellation);
            Assert.Equal((built.ImageId, "ml & more"), ((string?)image["Id"], (string?)image["Config"]!["Labels"]!["team"]));
        }

        var kept = await Assert.ThrowsAsync<MlemException>(() => BuildAsync(options with { Overwrite = false }, "3"));
        Assert.Equal("ImageExists", kept.ErrorId);
        Assert.Contains($"{Prefix}:2", kept.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_tags_are_pushed()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(Cancellation);
        var image = new DockerImage(Prefix) { Tag = "1", Registry = new RemoteRegistry(registry.Host) };
        DockerImage built = await BuildAsync(new ImageBuildOptions { AdditionalTags = ["2"] }, image);

        Assert.NotNull(built.Digest);
        foreach (string tag in (string[])["1", "2"])
            Assert.Equal(built.Digest, await registry.DigestAsync(Prefix, tag, Cancellation));
    }

    [Fact]
    public async Task Without_the_cache_every_instruction_runs_again()
    {
        Template("RUN cat /proc/sys/kernel/random/uuid > /made");
        string? first = (await BuildAsync(new ImageBuildOptions(), "1")).ImageId;
        Assert.Equal(first, (await BuildAsync(new ImageBuildOptions(), "2")).ImageId);
        Assert.NotEqual(first, (await BuildAsync(new ImageBuildOptions { NoCache = true }, "3")).ImageId);
    }

    [Fact]
    public async Task Instructions_run_in_the_network_that_is_named()
    {
        Template("RUN ls /sys/class/net | sort | tr '\\n' ' ' > /devices");
        await BuildAsync(new ImageBuildOptions { Network = "none", NoCache = true }, "none");
        Assert.Equal("lo ", await ReadAsync($"{Prefix}:none", "/devices"));
        await BuildAsync(new ImageBuildOptions { Network = "host", NoCache = true }, "host");
        Assert.NotEqual("lo ", await ReadAsync($"{Prefix}:host", "/devices"));
    }

    [Fact]
    public async Task A_newer_base_image_is_pulled()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(Cancellation);
        string name = $"{registry.Host}/{Prefix}-base";
        await Api.PostAsync($"images/mlem-test/busybox:1.35/tag?repo={name}&tag=1", null, Cancellation);
        // BuildKit with the containerd store looks for newer ones in any case.
        var classic = new ImageBuildOptions { Builder = ImageBuilderKind.Classic };
        string? old = (string?)(await Api.GetAsync($"images/{name}:1/json", Cancellation))["Id"];
        DockerImage newer = await BuildAsync(classic, "newer");
        await Api.PostAsync($"images/{Prefix}:newer/tag?repo={name}&tag=1", null, Cancellation);
        await Api.PushAsync(name, "1", Cancellation);
        await Api.PostAsync($"images/mlem-test/busybox:1.35/tag?repo={name}&tag=1", null, Cancellation);

        Template("RUN ls / > /list", name + ":1");
        await BuildAsync(classic, "kept");
        Assert.DoesNotContain("www", await ReadAsync($"{Prefix}:kept", "/list"), StringComparison.Ordinal);
        await BuildAsync(classic with { Pull = true }, "pulled");
        Assert.Contains("www", await ReadAsync($"{Prefix}:pulled", "/list"), StringComparison.Ordinal);
        Assert.NotEqual(old, newer.ImageId);
    }

    [Fact]
    public async Task A_base_image_moves_where_its_registry_has_it_and_not_where_the_Engine_alone_has_it()
    {
        await using RegistryProcess registry = await RegistryProcess.StartAsync(Cancellation);
        string pushed = $"{registry.Host}/{Prefix}-base";
        string[] others = [$"{registry.Host}/kept/{Prefix}-base", $"localhost:1/{Prefix}-base", $"{Prefix}-base"];
        foreach (string name in (string[])[pushed, .. others])
            await Api.PostAsync($"images/mlem-test/busybox:1.35/tag?repo={name}&tag=latest", null, Cancellation);
        await Api.PushAsync(pushed, "latest", Cancellation);

        Template("RUN true", pushed);
        Assert.Contains(pushed, Assert.Single((await BuildAsync(new ImageBuildOptions(), "pushed")).Warnings, w => w.Contains(" moves", StringComparison.Ordinal)), StringComparison.Ordinal);
        foreach (string name in others)
        {
            Template("RUN true", name);
            Assert.DoesNotContain((await BuildAsync(new ImageBuildOptions(), "kept")).Warnings, w => w.Contains(" moves", StringComparison.Ordinal));
        }
    }

    private void Template(string run, string? from = null) => File.WriteAllText(
        Path.Combine(Project.Folder, "templates", "dockerfile.j2"),
        $"FROM {from ?? "mlem-test/busybox:1.35"}\n{run}\nCOPY model.mlem /www/model.mlem\nCMD {DeploymentProject.Serve}\n");

    private Task<DockerImage> BuildAsync(ImageBuildOptions options, string tag) => BuildAsync(options, new DockerImage(Prefix) { Tag = tag });

    private async Task<DockerImage> BuildAsync(ImageBuildOptions options, DockerImage image)
    {
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(Project.Model) { Args = Project.Args(DeploymentProject.Serve), NoDefaultConstraint = true }, Cancellation);
        await using var service = new ImageOperations();
        return await service.BuildAsync(context, image, options, Cancellation);
    }

    private async Task<string> ReadAsync(string image, string file)
    {
        JsonNode made = (await Api.PostAsync($"containers/create?name={Prefix}-read", new JsonObject { ["Image"] = image }, Cancellation))!;
        try
        {
            byte[] tar = await Api.GetBytesAsync($"containers/{made["Id"]}/archive?path={file}", Cancellation);
            using var reader = new System.Formats.Tar.TarReader(new MemoryStream(tar));
            using var text = new StreamReader((await reader.GetNextEntryAsync(cancellationToken: Cancellation))!.DataStream!);
            return await text.ReadToEndAsync(Cancellation);
        }
        finally
        {
            await Api.DeleteAsync($"containers/{made["Id"]}?force=1", Cancellation);
        }
    }
}
