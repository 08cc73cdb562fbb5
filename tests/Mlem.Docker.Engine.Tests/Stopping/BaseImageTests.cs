using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Stopping;

/// <summary>A base image with a user, an entry point, a shell and a health check of its own.</summary>
public sealed class BaseImageTests(EngineFixture engine) : EngineTest(engine)
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("USER 1000:1000\nWORKDIR /srv", "1000:1000", 0)]
    [InlineData("USER nobody", "nobody", 0)]
    [InlineData("USER root", "10001:0", 0)]
    [InlineData("ENTRYPOINT [\"python3\"]\nHEALTHCHECK CMD false", "10001:0", 0)]
    [InlineData("ENTRYPOINT [\"/usr/bin/env\", \"HANDED=on\"]", "10001:0", 2)]
    [InlineData("SHELL [\"/bin/bash\", \"-c\"]", "10001:0", 0)]
    public async Task What_it_says_of_itself_is_kept_where_it_can_be(string lines, string user, int entrypoint)
    {
        string wheel = StandInWheel.Write(_folder.Path);
        DockerContextRequest request = await StandInImage.RequestAsync(this, wheel, "fastapi");
        await BuildBaseAsync($"FROM {request.Args.BaseImage}\n{lines}\n");
        request = request with { Args = request.Args with { BaseImage = Prefix + "-base" } };

        DockerImage image = await StandInImage.BuildAsync(request, Prefix, new ImageVerifyOptions());

        Assert.Equal("http", image.Verification!.Sign);
        JsonNode config = (await Api.GetAsync($"images/{Prefix}/json", Cancellation))["Config"]!;
        Assert.Equal(user, (string?)config["User"]);
        Assert.Equal(entrypoint, config["Entrypoint"] is JsonArray array ? array.Count : 0);
        Assert.Equal("/app", (string?)config["WorkingDir"]);
        Assert.Contains("HTTPConnection", config["Healthcheck"]!["Test"]!.ToJsonString(), StringComparison.Ordinal);
        await Api.DeleteAsync($"images/{Prefix}?force=1", Cancellation);
        await Api.DeleteAsync($"images/{Prefix}-base?force=1", Cancellation);
    }

    [Fact]
    public async Task A_Debian_whose_packages_are_gone_is_known_by_its_own_release()
    {
        DockerContextRequest request = await StandInImage.RequestAsync(this, StandInWheel.Write(_folder.Path), "fastapi");
        await BuildBaseAsync($"FROM {request.Args.BaseImage}\nRUN sed -i 's/^VERSION_ID=.*/VERSION_ID=\"11\"/' /usr/lib/os-release\n");
        request = request with { Args = request.Args with { BaseImage = Prefix + "-base" } };

        DockerImage image = await StandInImage.BuildAsync(request, Prefix);
        Assert.Single(image.Warnings, w => w.Contains("Debian 11 (bullseye)", StringComparison.Ordinal));

        Directory.CreateDirectory(_folder.Combine("templates"));
        await File.WriteAllTextAsync(_folder.Combine("templates", "pre_install.j2"), "RUN apt-get install -y no-such-package\n", Cancellation);
        ImageBuildException failed = await Assert.ThrowsAsync<ImageBuildException>(() => StandInImage.BuildAsync(
            request with { Args = request.Args with { TemplatesDir = [_folder.Combine("templates")] } }, Prefix));
        Assert.Contains("Debian 11 (bullseye)", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Debian 12 or newer", failed.Recommendation, StringComparison.Ordinal);
        await Api.DeleteAsync($"images/{Prefix}?force=1", Cancellation);
        await Api.DeleteAsync($"images/{Prefix}-base?force=1", Cancellation);
    }

    private async Task BuildBaseAsync(string dockerfile)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("Dockerfile"), dockerfile, Cancellation);
        using var tar = new MemoryStream();
        await System.Formats.Tar.TarFile.CreateFromDirectoryAsync(folder.Path, tar, includeBaseDirectory: false, Cancellation);
        tar.Position = 0;
        await Api.PostTarAsync($"build?t={Prefix}-base&forcerm=1", tar, Cancellation);
    }
}
