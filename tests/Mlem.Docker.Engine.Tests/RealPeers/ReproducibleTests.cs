using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>
/// The same model from two folders on two real Engines, at two times. What the Engine makes anew with each build is the
/// time of /app itself, which the instructions after the weights' change; all else is the same.
/// </summary>
public sealed class ReproducibleTests(EngineFixture engine) : EngineTest(engine)
{
    private const string Program = "/usr/sbin/dockerd";

    [Theory]
    [InlineData("Classic")]
    [InlineData("BuildKit")]
    public async Task Two_Engines_make_the_same_layers_of_the_same_model(string builder)
    {
        Peers.RequirePrograms(Peers.TlsEngine, Program);
        using var folder = new TemporaryFolder();
        int port = RegistryProcess.FreePort();
        await using var server = await ServerProcess.StartAsync(
            Program,
            [
                "--host", $"tcp://127.0.0.1:{port}", "--bridge=docker0", "--iptables=false", "--ip6tables=false",
                "--data-root", folder.Combine("data"), "--exec-root", folder.Combine("exec"), "--pidfile", folder.Combine("pid"),
            ],
            port,
            Cancellation);
        using var other = new EngineApi(new Uri($"tcp://127.0.0.1:{port}"));
        string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        using (var image = new MemoryStream(await Api.GetBytesAsync($"images/{busybox}/get", Cancellation)))
            await other.PostTarAsync("images/load", image, Cancellation);

        using var model = new BigModel();
        using var copy = new BigModel();
        foreach (string file in Directory.GetFiles(copy.Folder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        string weights = await BuildAsync(model, Api.Host, busybox, builder);
        try
        {
            Assert.Equal(weights, await BuildAsync(copy, other.Host, busybox, builder));
            Assert.Equal(await DigestsAsync(Api, weights), await DigestsAsync(other, weights));
            Assert.Contains((await DigestsAsync(Api, weights))[0], await DigestsAsync(Api, Prefix));
            Assert.Contains((await DigestsAsync(Api, weights))[0], await DigestsAsync(other, Prefix));
            Assert.Equal(await ContentAsync(Api), await ContentAsync(other));
        }
        finally
        {
            await Api.DeleteAsync($"images/{Prefix}:latest", Cancellation);
            await Api.DeleteAsync($"images/{weights}", Cancellation);
        }
    }

    private async Task<string> BuildAsync(BigModel model, Uri host, string busybox, string builder)
    {
        HostRun run = await HostRun.OfAsync(
            $"$env:XDG_CACHE_HOME = '{model.Folder}/cache'; New-MlemDockerImage '{model.Path}' -Name {Prefix} -SeparateWeights "
            + $"-TemplatesDir '{model.Templates}' -BaseImage {busybox} -PythonVersion 3.11.2 -Builder {builder} -DaemonHost {host}",
            Cancellation);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return (string)Assert.Single(run.Output)!["Labels"]!["mlem.weights.used"]!;
    }

    private static async Task<string[]> DigestsAsync(EngineApi api, string image) =>
        [.. ((JsonArray)(await api.GetAsync($"images/{image}/json", Cancellation))["RootFS"]!["Layers"]!).Select(l => (string)l!)];

    private async Task<string[]> ContentAsync(EngineApi api)
    {
        using var image = new MemoryStream(await api.GetBytesAsync($"images/{Prefix}/get", Cancellation));
        var files = new Dictionary<string, byte[]>();
        using var reader = new TarReader(image);
        while (await reader.GetNextEntryAsync(copyData: true, Cancellation) is { } entry)
        {
            using var content = new MemoryStream();
            if (entry.DataStream is { } data)
                await data.CopyToAsync(content, Cancellation);
            files[entry.Name] = content.ToArray();
        }

        var layers = JsonNode.Parse(files["manifest.json"])![0]!["Layers"]!.AsArray().Skip(1).Select(l => files[(string)l!]);
        return [.. await Task.WhenAll(layers.Select(DescribeAsync))];
    }

    private static async Task<string> DescribeAsync(byte[] layer)
    {
        using var reader = new TarReader(new MemoryStream(layer));
        var lines = new List<string>();
        while (await reader.GetNextEntryAsync(copyData: true, Cancellation) is { } entry)
        {
            string hash = entry.DataStream is { } data ? Convert.ToHexString(await SHA256.HashDataAsync(data, Cancellation)) : "-";
            string time = entry.Name.TrimEnd('/') == "app" ? "-" : entry.ModificationTime.ToString("O");
            lines.Add($"{entry.Name} {entry.EntryType} {entry.Mode} {entry.Uid}:{entry.Gid} {time} {hash}");
        }

        return string.Join('\n', lines);
    }
}
