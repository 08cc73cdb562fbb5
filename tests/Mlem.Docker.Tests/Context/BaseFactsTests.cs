using Mlem.Docker.Context;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Context;

/// <summary>Images are optimised unless said otherwise (D31), and fit what their base image says of itself.</summary>
public sealed class BaseFactsTests
{
    [Theory]
    [InlineData(null, true, false, true)]
    [InlineData(null, false, false, false)]
    [InlineData(false, true, false, false)]
    [InlineData(true, false, false, true)]
    [InlineData(null, true, true, false)]
    public async Task An_image_is_optimised_and_a_folder_is_MLEMs_unless_said_otherwise(bool? asked, bool image, bool asMlem, bool optimised)
    {
        string dockerfile = await DockerfileAsync(r => r with { Optimize = asked, ForImage = image, AsMlem = asMlem });
        Assert.Equal(optimised, dockerfile.Contains("\nUSER 10001:0\n", StringComparison.Ordinal));
        Assert.Equal(!optimised, dockerfile.Contains("apt-get", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "10001:0")]
    [InlineData("root", "10001:0")]
    [InlineData("0:0", "10001:0")]
    [InlineData("0:1000", "10001:0")]
    [InlineData("root:users", "10001:0")]
    [InlineData("00", "10001:0")]
    [InlineData("app", "app")]
    [InlineData("1000:1000", "1000:1000")]
    public async Task Steps_run_as_root_and_the_base_images_user_comes_back(string user, string expected)
    {
        string dockerfile = await DockerfileAsync(r => r with { Base = new BaseFacts { User = user } });
        Assert.Equal(expected == user, dockerfile.Contains("\nUSER 0\nWORKDIR ", StringComparison.Ordinal));
        Assert.EndsWith($"\nUSER {expected}\nCMD [\"sh\", \"run.sh\"]", dockerfile, StringComparison.Ordinal);
        // The home of the image's own user may hold what it needs.
        Assert.Equal(expected != user, dockerfile.Contains("ENV HOME=/tmp\n", StringComparison.Ordinal));
        Assert.EndsWith(
            "\nENV HOME=/tmp\nUSER 7:0\nCMD [\"sh\", \"run.sh\"]",
            await DockerfileAsync(r => r with { User = "7:0", Base = new BaseFacts { User = user } }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("python3", true)]
    [InlineData("/usr/local/bin/python3.11", true)]
    [InlineData("/bin/sh -c", true)]
    [InlineData("bash", true)]
    [InlineData("python3 -u", true)]
    [InlineData("/usr/bin/env python3", true)]
    [InlineData("uvicorn main:app", true)]
    [InlineData("bash -i", true)]
    [InlineData("/bin/sh /docker-entrypoint.sh", false)]
    [InlineData("tini --", false)]
    [InlineData("tini -g -- start.sh", false)]
    [InlineData("/opt/nvidia/nvidia_entrypoint.sh", false)]
    [InlineData("pythonic", false)]
    [InlineData("", false)]
    public async Task An_entry_point_that_would_take_the_command_for_arguments_is_left_out(string words, bool dropped)
    {
        string[] entrypoint = words.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string dockerfile = await DockerfileAsync(r => r with { Base = new BaseFacts { Entrypoint = entrypoint } });
        Assert.Equal(dropped, dockerfile.Contains("\nENTRYPOINT []\n", StringComparison.Ordinal));
        dockerfile = await DockerfileAsync(r => r with { Base = new BaseFacts { Entrypoint = entrypoint }, Args = new DockerBuildArgs { RunCommand = "exec serve.py" } });
        Assert.DoesNotContain("ENTRYPOINT", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_home_that_is_given_is_the_home()
    {
        string dockerfile = await DockerfileAsync(r => r with { Args = new DockerBuildArgs { SetEnv = ["HOME=/data"] } });
        Assert.Contains("ENV HOME=/data\n", dockerfile, StringComparison.Ordinal);
        Assert.DoesNotContain("ENV HOME=/tmp", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_base_images_shell_starts_the_server_and_hands_its_place_on()
    {
        string dockerfile = await DockerfileAsync(r => r with { Base = new BaseFacts { Shell = ["conda", "run", "/bin/bash", "-c"] } });
        Assert.EndsWith("\nCMD exec sh run.sh", dockerfile, StringComparison.Ordinal);
        dockerfile = await DockerfileAsync(r => r with { Base = new BaseFacts { Shell = ["/bin/sh", "-c"] } });
        Assert.EndsWith("\nCMD [\"sh\", \"run.sh\"]", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_health_check_that_knows_another_server_does_not_judge_this_one()
    {
        DockerContextRequest Consumer(DockerContextRequest r) =>
            r with { Server = Server.FromYaml(Python.Yaml.YamlReader.Read("{type: rmq, host: h, port: 1}"), null) };
        Assert.Contains("\nHEALTHCHECK NONE\n", await DockerfileAsync(r => Consumer(r) with { Base = new BaseFacts { HasHealthcheck = true } }), StringComparison.Ordinal);
        Assert.DoesNotContain("HEALTHCHECK", await DockerfileAsync(Consumer), StringComparison.Ordinal);
        Assert.Contains("HEALTHCHECK --interval=10s --timeout=5s --start-period=120s CMD python3", await DockerfileAsync(r => r), StringComparison.Ordinal);
        Assert.Contains(" --start-interval=1s CMD python3", await DockerfileAsync(r => r with { HasStartInterval = true }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pre_install.j2")]
    [InlineData("post_copy.j2")]
    public async Task A_user_that_a_template_names_stays(string hook)
    {
        string folder = Directory.CreateTempSubdirectory("mlem-docker-hooks-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, hook), "USER app\n", TestContext.Current.CancellationToken);
        string dockerfile = await DockerfileAsync(r => r with { Args = new DockerBuildArgs { TemplatesDir = [folder] } });
        Assert.Equal(["USER app"], dockerfile.Split('\n').Where(l => l.StartsWith("USER ", StringComparison.Ordinal)));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> DockerfileAsync(Func<DockerContextRequest, DockerContextRequest> change)
    {
        var request = new DockerContextRequest(MlemModel.Load(Golden.Path("models", "a_sklearn_df", "model"))) { ForImage = true };
        return (await DockerContext.CreateAsync(change(request), TestContext.Current.CancellationToken)).ReadText("Dockerfile")!;
    }
}
