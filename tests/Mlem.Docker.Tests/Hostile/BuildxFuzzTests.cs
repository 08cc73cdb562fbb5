using System.Text;
using Mlem.Docker.Engine;
using Mlem.Docker.Engine.Buildx;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Tests.Engine;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>What buildx and a builder behind it say, and what is said to them.</summary>
public sealed class BuildxFuzzTests
{
    [Fact]
    public void Progress_of_buildx()
    {
        var decoder = new BuildStreamDecoder(new Silent());
        Fuzz.Run(
            ["""{"vertexes":[{"digest":"sha256:d","name":"[stage 1/2] RUN x","started":"2026-01-01T00:00:00Z","completed":"2026-01-01T00:00:01Z","cached":true,"error":"e"}],"logs":[{"vertex":"sha256:d","data":"aGk="}],"statuses":[{"id":"i","current":1,"total":2}],"warnings":[{"short":"aGk=","range":[{"start":{"line":1}}]}]}"""],
            40,
            text =>
            {
                if (BuildxTrace.Parse(Encoding.UTF8.GetBytes(text)) is { } trace)
                    decoder.Take(trace);
            });
    }

    [Fact]
    public void What_buildx_made() => Fuzz.Run(
        ["""{"containerimage.digest":"sha256:0","containerimage.config.digest":"sha256:1","image.name":"a:1"}"""],
        41,
        text => Assert.InRange(BuildxMetadata.Ids(Encoding.UTF8.GetBytes(text)).Count, 0, 2));

    // 400,000 steps with long names, each with output and an error: some gigabytes.
    [Fact]
    public void A_builder_that_never_ends_takes_bounded_memory()
    {
        var decoder = new BuildStreamDecoder(new Silent());
        string name = new('n', 2000);
        byte[] output = [.. Encoding.ASCII.GetBytes(new string('o', 3000)), (byte)'\n'];
        for (int i = 0; i < 400_000; i += 100)
        {
            BuildKitVertex[] steps = [.. Enumerable.Range(i, 100).Select(n => new BuildKitVertex($"d{n}", $"{n}{name}", false, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, $"{n}{name}"))];
            decoder.Take(new BuildKitTrace(steps, [.. steps.Select(s => new BuildKitLog(s.Digest, output))], [], [.. steps.Select(s => new BuildCheck(s.Name, i % 2))]));
        }

        BuildRecord record = decoder.Record;
        long text = record.Steps.Sum(s => (long)s.Instruction.Length) + record.Warnings.Sum(w => (long)w.Length) + record.Checks.Sum(c => (long)c.Text.Length);
        Assert.InRange(text, 1, 64L << 20);
    }

    // What a declaration of somebody else names as a build argument must not become what a program obeys.
    [Theory]
    [InlineData("LD_PRELOAD")]
    [InlineData("DYLD_INSERT_LIBRARIES")]
    [InlineData("DOCKER_HOST")]
    [InlineData("docker_config")]
    [InlineData("HTTPS_PROXY")]
    [InlineData("no_proxy")]
    [InlineData("SSL_CERT_FILE")]
    [InlineData("BASH_ENV")]
    [InlineData("PYTHONSTARTUP")]
    [InlineData("XDG_CONFIG_HOME")]
    [InlineData("GODEBUG")]
    [InlineData("PATH")]
    public void A_build_argument_is_no_variable_that_programs_obey(string name)
    {
        using var arguments = BuildxArguments.From(new ImageBuildRequest { BuildArguments = new Dictionary<string, string?> { [name] = "/evil", ["API_TOKEN"] = "hunter2" } });
        Assert.DoesNotContain(name, arguments.Variables.Keys);
        Assert.Contains($"{name}=/evil", arguments.Arguments);
        Assert.Equal("hunter2", arguments.Variables["API_TOKEN"]);
        Assert.DoesNotContain(arguments.Arguments, a => a.Contains("hunter2", StringComparison.Ordinal));
    }

    [Fact]
    public void Logins_of_caches_are_secret() => Assert.Equal(
        ["hunter2hunter2", "tokentoken"],
        new BuildxWishes { CacheTo = ["type=s3,bucket=mlem,secret_access_key=hunter2hunter2"], CacheFrom = ["type=gha,token=tokentoken,scope=x"] }.SecretTexts().Order());

    [Fact]
    public void A_secret_of_a_file_is_masked_as_one_that_is_a_text()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "hunter2hunter2\n");
            var wishes = new BuildxWishes { Secrets = new Dictionary<string, BuildSecret> { ["a"] = BuildSecret.FromFile(file), ["b"] = BuildSecret.FromText("text-text") } };
            Assert.Equal(["hunter2hunter2", "text-text"], wishes.SecretTexts().Distinct().Order());
            File.Delete(file);
            Assert.Equal(["text-text"], wishes.SecretTexts().Distinct());
        }
        finally
        {
            File.Delete(file);
        }
    }

    private sealed class Silent : IBuildListener
    {
        public void Step(BuildStep step)
        {
        }

        public void Line(string line)
        {
        }

        public void Transfer(EngineMessage message)
        {
        }
    }
}
