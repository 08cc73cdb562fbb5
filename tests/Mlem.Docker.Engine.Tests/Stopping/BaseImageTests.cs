using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Stopping;

/// <summary>A base image with a user, an entry point, a shell and a health check of its own.</summary>
[Proves("A base image with a user, an entry point, a shell or a health check of its own", Engines.Containerd | Engines.Old | Engines.Podman)]
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
        JsonNode? health = await Api.HealthcheckAsync(Prefix, Cancellation);
        Assert.Contains("HTTPConnection", health!["Test"]!.ToJsonString(), StringComparison.Ordinal);
        await Api.DeleteAsync($"images/{Prefix}?force=1", Cancellation);
        await Api.DeleteAsync($"images/{Prefix}-base?force=1", Cancellation);
    }

    [Fact]
    public async Task A_health_check_of_its_own_does_not_judge_a_server_that_has_none()
    {
        DockerContextRequest request = await StandInImage.RequestAsync(this, StandInWheel.Write(_folder.Path), "rmq");
        await BuildBaseAsync($"FROM {request.Args.BaseImage}\nHEALTHCHECK CMD false\n");
        request = request with { Args = request.Args with { BaseImage = Prefix + "-base" } };
        await StandInImage.BuildAsync(request, Prefix);

        Assert.Equal("""["NONE"]""", (await Api.HealthcheckAsync(Prefix, Cancellation))!["Test"]!.ToJsonString());
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

    [Theory]
    [InlineData("RUN rm -f /usr/bin/pip*", "BaseImageWithoutPython", "no pip")]
    [InlineData("ENV PYTHON_VERSION=2.7.18\nRUN printf '#!/bin/sh\\necho \"pip 20.0 from /x (python 2.7)\"' > /usr/bin/pip", "BaseImageWithoutPython", "no pip for Python 3")]
    [InlineData("ENV PYTHON_VERSION=3.13.1", "BaseImageDoesNotFit", "scikit-learn==1.2.1")]
    [InlineData("RUN printf '#!/bin/sh\\necho \"pip 24.0 from /x (python 3.13)\"' > /usr/bin/pip", "BaseImageDoesNotFit", "Python 3.13")]
    public async Task Its_own_python_is_asked_and_one_that_does_not_fit_is_refused_before_the_build(string lines, string errorId, string says)
    {
        DockerContextRequest request = await StandInImage.RequestAsync(this, StandInWheel.Write(_folder.Path), "fastapi");
        await BuildBaseAsync($"FROM {request.Args.BaseImage}\n{lines}\n");
        request = request with { Args = request.Args with { BaseImage = Prefix + "-base" } };

        MlemException error = await Assert.ThrowsAnyAsync<MlemException>(() => StandInImage.BuildAsync(request, Prefix));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Recommendation);
        Assert.Null(await Api.FindAsync($"images/{Prefix}/json", Cancellation));
        await Api.DeleteAsync($"images/{Prefix}-base?force=1", Cancellation);
    }

    [Fact]
    public async Task What_was_found_decides_what_is_said_of_its_python()
    {
        DockerContextRequest request = await StandInImage.RequestAsync(this, StandInWheel.Write(_folder.Path), "fastapi");
        DockerImage image = await StandInImage.BuildAsync(request, Prefix);
        Assert.Equal("3.11", image.PythonVersion);
        Assert.Contains(request.Args.BaseImage!, image.PythonReason, StringComparison.Ordinal);

        // What a template may install is not missed.
        string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        Directory.CreateDirectory(_folder.Combine("templates"));
        await File.WriteAllTextAsync(_folder.Combine("templates", "dockerfile.j2"), "FROM {{ base_image }}\n", Cancellation);
        request = request with { Args = request.Args with { BaseImage = busybox, TemplatesDir = [_folder.Combine("templates")] } };
        Assert.Null((await StandInImage.BuildAsync(request, Prefix)).PythonVersion);
        request = request with { Args = request.Args with { TemplatesDir = [] } };
        Assert.Equal("BaseImageWithoutPython", (await Assert.ThrowsAnyAsync<MlemException>(() => StandInImage.BuildAsync(request, Prefix))).ErrorId);
        await Api.DeleteAsync($"images/{Prefix}?force=1", Cancellation);
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
