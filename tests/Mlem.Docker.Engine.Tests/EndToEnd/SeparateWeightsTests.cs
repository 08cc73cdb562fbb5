using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Faults;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.EndToEnd;

/// <summary>-SeparateWeights and -VerifyArtifacts on the real Engine, with both of its builders.</summary>
public sealed class SeparateWeightsTests(EngineFixture engine) : EngineTest(engine)
{
    private const string UsedLabel = "mlem.weights.used";

    private const string CacheVariable = "XDG_CACHE_HOME";

    private readonly string? _cache = Environment.GetEnvironmentVariable(CacheVariable);
    private readonly BigModel _model = new();
    private readonly HashSet<string> _weights = [];

    // Digests of files are remembered there.
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Environment.SetEnvironmentVariable(CacheVariable, Path.Combine(_model.Folder, "cache"));
    }

    public override async ValueTask DisposeAsync()
    {
        Environment.SetEnvironmentVariable(CacheVariable, _cache);
        _model.Dispose();
        await base.DisposeAsync();
        foreach (string image in _weights)
            await Api.DeleteAsync($"images/{image}", CancellationToken.None);
    }

    [Theory]
    [InlineData("Classic")]
    [InlineData("BuildKit")]
    public async Task The_files_in_the_container_are_those_of_the_plain_build(string builder)
    {
        await BuildAsync($"-Name {Prefix} -Tag plain -Builder {builder}");
        await BuildAsync($"-Name {Prefix} -Tag apart -Builder {builder} -SeparateWeights -VerifyArtifacts");

        IReadOnlyList<string> plain = await FilesAsync("plain");
        Assert.Contains(plain, file => file.StartsWith("app/model/large ", StringComparison.Ordinal));
        Assert.Contains(plain, file => file.StartsWith("app/model/small ", StringComparison.Ordinal));
        Assert.Equal(plain, await FilesAsync("apart"));
        await RemoveAsync("plain", "apart");
    }

    [Theory]
    [InlineData("Classic")]
    [InlineData("BuildKit")]
    public async Task A_build_after_a_change_of_the_server_sends_little_and_the_registry_has_the_weights_already(string builder)
    {
        await using var registry = await RegistryProcess.StartAsync(Cancellation);
        string name = $"{registry.Host}/{Prefix}";
        await using var proxy = new FaultyProxy(Api.Host, "POST /never", new Fault(FaultKind.None));
        string through = $"-Name {Prefix} -Builder {builder} -SeparateWeights -DaemonHost {proxy.Address}";

        await BuildAsync($"{through} -Server fastapi");
        long first = proxy.Asked;
        string[] layers = await LayersAsync($"{Prefix}:latest");
        await Api.PostAsync($"images/{Prefix}:latest/tag?repo={name}&tag=1", null, Cancellation);
        await Api.PushAsync(name, "1", Cancellation);
        await BuildAsync($"{through} -Server streamlit");
        string weights = Assert.Single(_weights);
        string layer = Assert.Single(await LayersAsync(weights));

        Assert.InRange(first, BigModel.LargeSize, BigModel.LargeSize + 1_000_000);
        Assert.InRange(proxy.Asked - first, 1, 1_000_000);
        Assert.Contains(layer, layers);
        Assert.Contains(layer, await LayersAsync($"{Prefix}:latest"));
        await Api.PostAsync($"images/{Prefix}:latest/tag?repo={name}&tag=2", null, Cancellation);
        string pushed = await Api.PushAsync(name, "2", Cancellation);
        Assert.DoesNotContain(pushed.Split('\n'), SendsWeights);
        await RemoveAsync("latest");
        await Api.DeleteAsync($"images/{name}:1", Cancellation);
        await Api.DeleteAsync($"images/{name}:2", Cancellation);
    }

    // A line of the push that tells of bytes that are sent, of a layer of that size.
    private static bool SendsWeights(string line) =>
        line.Contains("\"Pushing\"", StringComparison.Ordinal)
        && JsonNode.Parse(line)!["progressDetail"]?["total"]?.GetValue<long>() > BigModel.LargeSize / 2;

    [Fact]
    public async Task A_change_that_leaves_size_and_time_as_they_were_is_seen()
    {
        await BuildAsync($"-Name {Prefix} -SeparateWeights");
        DateTime time = File.GetLastWriteTimeUtc(_model.Large);
        byte[] content = await File.ReadAllBytesAsync(_model.Large, Cancellation);
        content[BigModel.LargeSize / 2] ^= 1;
        await File.WriteAllBytesAsync(_model.Large, content, Cancellation);
        File.SetLastWriteTimeUtc(_model.Large, time);
        await BuildAsync($"-Name {Prefix} -SeparateWeights");

        Assert.Equal(2, _weights.Count);
        Assert.Contains(
            $"app/model/large {Convert.ToHexString(SHA256.HashData(content))}", string.Join('\n', await FilesAsync("latest")), StringComparison.Ordinal);
        await RemoveAsync("latest");
    }

    [Theory]
    [InlineData("")]
    [InlineData("-SeparateWeights")]
    public async Task Artifacts_that_are_not_what_MLEM_recorded_make_no_image_when_they_are_verified(string how)
    {
        using (FileStream file = File.OpenWrite(_model.Large))
            file.Write([0, 0, 0, 0]);

        ScriptRun run = await RunAsync($"-Name {Prefix} -VerifyArtifacts {how}");

        Assert.True(run.Failed);
        Assert.Contains("has the md5", run.Error, StringComparison.Ordinal);
        Assert.Contains(_model.Large, run.Error, StringComparison.Ordinal);
        Assert.Null(await Api.FindAsync($"images/{Prefix}:latest/json", Cancellation));
        Assert.DoesNotContain("unfinished", (await Api.GetAsync("images/json?all=1", Cancellation)).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weights_are_unused_once_no_image_was_made_from_them_and_WhatIf_only_tells()
    {
        await BuildAsync($"-Name {Prefix} -SeparateWeights");
        string weights = Assert.Single(_weights);
        ScriptRun used = await ScriptRun.RunAsync("Remove-MlemDockerImage -UnusedWeights -WhatIf", Cancellation);
        await RemoveAsync("latest");
        ScriptRun unused = await ScriptRun.RunAsync("Remove-MlemDockerImage -UnusedWeights -WhatIf", Cancellation);

        Assert.DoesNotContain(weights, used.Shown, StringComparison.Ordinal);
        Assert.Contains(weights, unused.Shown, StringComparison.Ordinal);
        Assert.NotNull(await Api.FindAsync($"images/{weights}/json", Cancellation));
    }

    [Theory]
    [InlineData("Classic")]
    [InlineData("BuildKit")]
    public async Task Weights_that_are_unused_are_removed_and_those_in_use_stay(string builder)
    {
        await BuildAsync($"-Name {Prefix} -SeparateWeights -Builder {builder}");
        string old = Assert.Single(_weights);
        byte[] retrained = new byte[BigModel.LargeSize];
        new Random(2).NextBytes(retrained);
        await File.WriteAllBytesAsync(_model.Large, retrained, Cancellation);
        await BuildAsync($"-Name {Prefix} -SeparateWeights -Builder {builder}");
        string used = Assert.Single(_weights, w => w != old);

        ScriptRun removed = await ScriptRun.RunAsync("Remove-MlemDockerImage -UnusedWeights -Force -PassThru", Cancellation);
        ScriptRun again = await ScriptRun.RunAsync("Remove-MlemDockerImage -UnusedWeights -Force -PassThru", Cancellation);

        Assert.Equal("", removed.Error);
        Assert.Contains(old, removed.Output.Select(i => (string?)i!["Uri"]));
        Assert.DoesNotContain(used, removed.Output.Select(i => (string?)i!["Uri"]));
        Assert.Equal(("", 0), (again.Error, again.Output.Count));
        Assert.Null(await Api.FindAsync($"images/{old}/json", Cancellation));
        Assert.NotNull(await Api.FindAsync($"images/{used}/json", Cancellation));
        Assert.Contains(await FilesAsync("latest"), file => file.StartsWith($"app/model/large {Convert.ToHexString(SHA256.HashData(retrained))}", StringComparison.Ordinal));
        await RemoveAsync("latest");
    }

    [Theory]
    [InlineData("Classic")]
    [InlineData("BuildKit")]
    public async Task A_platform_that_is_asked_for_has_weights_of_its_own_with_the_same_files(string builder)
    {
        string platform = $"linux/{(string)(await Api.GetAsync("version", Cancellation))["Arch"]!}";
        await BuildAsync($"-Name {Prefix} -Tag any -SeparateWeights -Builder {builder}");
        string any = Assert.Single(_weights);
        await BuildAsync($"-Name {Prefix} -Tag asked -SeparateWeights -Builder {builder} -Platform {platform}");
        string asked = Assert.Single(_weights, w => w != any);

        JsonNode image = await Api.GetAsync($"images/{asked}/json", Cancellation);
        Assert.Equal(platform, $"{image["Os"]}/{image["Architecture"]}");
        Assert.Equal(await LayersAsync(any), await LayersAsync(asked));
        Assert.Equal(await FilesAsync("any"), await FilesAsync("asked"));
        await BuildAsync($"-Name {Prefix} -Tag asked -SeparateWeights -Builder {builder} -Platform {platform} -Server streamlit");
        Assert.Equal(2, _weights.Count);
        await RemoveAsync("any", "asked");
    }

    private async Task<ScriptRun> RunAsync(string arguments)
    {
        string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        return await ScriptRun.RunAsync(
            $"New-MlemDockerImage '{_model.Path}' "
            + $"-TemplatesDir '{_model.Templates}' -BaseImage {busybox} -PythonVersion 3.11.2 {arguments}",
            Cancellation);
    }

    private async Task BuildAsync(string arguments)
    {
        ScriptRun run = await RunAsync(arguments);
        Assert.Equal("", run.Error);
        JsonNode image = Assert.Single(run.Output)!;
        if ((string?)image["Labels"]![UsedLabel] is { } used)
            _weights.UnionWith(used.Split(' '));
    }

    private async Task RemoveAsync(params string[] tags)
    {
        foreach (string tag in tags)
            await Api.DeleteAsync($"images/{Prefix}:{tag}", Cancellation);
    }

    private async Task<string[]> LayersAsync(string image) =>
        [.. ((JsonArray)(await Api.GetAsync($"images/{image}/json", Cancellation))["RootFS"]!["Layers"]!).Select(l => (string)l!)];

    // The folder itself has the time of the last instruction that put something into it.
    private async Task<IReadOnlyList<string>> FilesAsync(string tag)
    {
        var created = await Api.PostAsync($"containers/create?name={Prefix}-{tag}", new JsonObject { ["Image"] = $"{Prefix}:{tag}" }, Cancellation);
        string id = (string)created!["Id"]!;
        try
        {
            using var tar = new MemoryStream(await Api.GetBytesAsync($"containers/{id}/archive?path=/app", Cancellation));
            using var reader = new TarReader(tar);
            var files = new List<string>();
            while (await reader.GetNextEntryAsync(copyData: true, Cancellation) is { } entry)
            {
                string hash = entry.DataStream is { } data ? Convert.ToHexString(await SHA256.HashDataAsync(data, Cancellation)) : "-";
                string time = entry.Name == "app/" ? "-" : entry.ModificationTime.ToString("O");
                files.Add($"{entry.Name} {hash} {entry.Mode} {entry.Uid}:{entry.Gid} {time}");
            }

            return [.. files.Where(f => !f.StartsWith("app/Dockerfile ", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        }
        finally
        {
            await Api.DeleteAsync($"containers/{id}?force=1", Cancellation);
        }
    }
}
