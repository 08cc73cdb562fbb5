using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>
/// The same model twice: from two folders, by two users with other time zones and masks, its files made in another order at
/// another time, on two real Engines, one some seconds after the other.
/// </summary>
public sealed class ReproducibleTests(EngineFixture engine) : EngineTest(engine)
{
    private const string Nobody = "65534";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private static readonly string Manifest = RepositoryRoot.Combine("out", "Mlem.Docker", "Mlem.Docker.psd1");

    private readonly (BigModel Model, BigModel Copy) _twice = Twice(Random.Shared.Next());

    public override async ValueTask DisposeAsync()
    {
        _twice.Model.Dispose();
        _twice.Copy.Dispose();
        await base.DisposeAsync();
    }

    // MLEM's Dockerfile copies into /app, which gets the time of the build from the Engine, whatever the context says.
    [Theory]
    [InlineData("Classic")]
    [InlineData("BuildKit")]
    public async Task Layers_of_MLEMs_Dockerfile_differ_in_nothing_but_the_time_of_their_folder(string builder)
    {
        const Engines with = Engines.Overlay2;
        using OtherEngine other = await StartAsync(with);
        string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        await other.TakeAsync(Api, busybox, Cancellation);

        (CopyLayers here, CopyLayers there, string weights) = await BuildTwiceAsync(
            other, $"-SeparateWeights -TemplatesDir TEMPLATES -BaseImage {busybox} -Builder {builder}");
        CopyLayer apart = Assert.Single((await CopyLayers.OfAsync(Api, weights, Cancellation)).Layers);

        Assert.Equal(apart.Digest, Assert.Single((await CopyLayers.OfAsync(other.Api, weights, Cancellation)).Layers).Digest);
        await Api.DeleteAsync($"images/{weights}", Cancellation);
        Assert.Equal(apart.Digest, here.Digests.First());
        Assert.Equal(apart.Digest, there.Digests.First());
        Assert.Equal(3, here.Layers.Count);
        // The containerd store leaves out of a layer what an earlier one has, unchanged: MLEM copies requirements.txt twice.
        Assert.Equal(here.NewEntries(), there.NewEntries());
    }

    [Fact]
    [Proves("The same `COPY` layers with both stores and both builders (with `-Optimize`)", Engines.Containerd, Beside = Engines.Overlay2)]
    public async Task Every_COPY_layer_of_an_optimised_image_is_the_same_with_both_stores_and_both_builders()
    {
        CopyLayers[] all = await OptimisedAsync(Engines.Overlay2);
        Assert.All(all, layers => Assert.Equal(all[0].Digests, layers.Digests));
    }

    // Engine 20.10 writes the names of a file's owners into a layer's tar, which later ones do not: so the digests differ.
    [Fact]
    [Proves("The same files in `COPY` layers as on the other Engines (with `-Optimize`)", Engines.Containerd, Beside = Engines.Overlay2 | Engines.Old)]
    public async Task The_files_in_the_layers_are_the_same_on_an_old_Engine()
    {
        CopyLayers[] all = await OptimisedAsync(Engines.Old);
        Assert.All(all, layers => Assert.Equal(all[0].Layers.Select(l => l.Entries), layers.Layers.Select(l => l.Entries)));
    }

    private async Task<CopyLayers[]> OptimisedAsync(Engines with)
    {
        using OtherEngine other = await StartAsync(with);
        string pip = await BaseWithPipAsync();
        await other.TakeAsync(Api, pip, Cancellation);
        var all = new List<CopyLayers>();
        foreach (string builder in (string[])["Classic", "BuildKit"])
        {
            (CopyLayers here, CopyLayers there, string weights) =
                await BuildTwiceAsync(other, $"-SeparateWeights -Optimize -BaseImage {pip} -Builder {builder}", sameDockerfile: with != Engines.Old);
            Assert.Equal(3, here.Layers.Count);
            all.AddRange([here, there]);
            await Api.DeleteAsync($"images/{weights}", Cancellation);
            await other.Api.DeleteAsync($"images/{weights}", Cancellation);
        }

        await Api.DeleteAsync($"images/{pip}", Cancellation);
        return [.. all];
    }

    // Weights of each test's own, which no Engine has: so each build sends them.
    private static (BigModel Model, BigModel Copy) Twice(int seed) => (new BigModel(seed), new BigModel(seed));

    private async Task<OtherEngine> StartAsync(Engines with)
    {
        // Backwards, so that the folder lists them in another order.
        foreach (string file in Directory.GetFiles(_twice.Copy.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Reverse())
        {
            byte[] content = await File.ReadAllBytesAsync(file, Cancellation);
            File.Delete(file);
            await File.WriteAllBytesAsync(file, content, Cancellation);
            File.SetLastWriteTimeUtc(file, new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file, UnixFileMode.UserRead);
        }

        return OtherEngine.Open(with);
    }

    private async Task<(CopyLayers Here, CopyLayers There, string Weights)> BuildTwiceAsync(OtherEngine other, string how, bool sameDockerfile = true)
    {
        using RealPowerShell shell = RealPowerShell.Open();
        (string weights, IReadOnlyList<string> contexts) = await BuildAsync(shell.Program, _twice.Model, Api.Host, how, ["sh", "-c", "umask 022; exec env TZ=Pacific/Auckland \"$@\"", "-"]);
        CopyLayers here = await CopyLayers.OfAsync(Api, Prefix, Cancellation);

        // The other user cannot read where NuGet put it for this one.
        string others = Path.Combine(_twice.Copy.Folder, "pwsh");
        await ProgramRun.OfAsync("cp", ["-R", Path.GetDirectoryName(shell.Program)!, others], Limit, Cancellation);
        await ProgramRun.OfAsync("chown", ["-R", $"{Nobody}:{Nobody}", _twice.Copy.Folder], Limit, Cancellation);
        (string otherWeights, IReadOnlyList<string> otherContexts) = await BuildAsync(
            Path.Combine(others, Path.GetFileName(shell.Program)), _twice.Copy, other.Api.Host, how,
            ["sh", "-c", $"umask 077; exec {await OtherUserAsync()} env HOME='{_twice.Copy.Folder}' TZ=America/New_York \"$@\"", "-"]);
        CopyLayers there = await CopyLayers.OfAsync(other.Api, Prefix, Cancellation);
        await Api.DeleteAsync($"images/{Prefix}:latest", Cancellation);
        await other.Api.DeleteAsync($"images/{Prefix}:latest", Cancellation);

        // Times in a layer's tar are seconds: one that came from the Engine's clock would be another there.
        Assert.True(there.Created - here.Created > TimeSpan.FromSeconds(1), $"{here.Created:O} and {there.Created:O}");
        Assert.Equal(2, contexts.Count); // the weights' and the model's
        // An optimised Dockerfile depends on what the Engine's BuildKit knows; the weights' never does.
        Assert.Equal(contexts.Take(sameDockerfile ? 2 : 1), otherContexts.Take(sameDockerfile ? 2 : 1));
        Assert.Equal(weights, otherWeights);
        return (here, there, weights);
    }

    // Where the clone or the tests' folder lies in one that is its owner's alone, nobody else can run what was built there.
    private async Task<string> OtherUserAsync()
    {
        string[] user = [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"];
        ProgramRun reads = await ProgramRun.OfAsync("setpriv", [.. user, "test", "-r", Manifest, "-a", "-r", _twice.Copy.Path + ".mlem"], Limit, Cancellation);
        return reads.ExitCode == 0 ? $"setpriv {string.Join(' ', user)}" : string.Empty;
    }

    // The image, of which the weights' name is answered, and the digests of the contexts as they went over the wire.
    private async Task<(string Weights, IReadOnlyList<string> Contexts)> BuildAsync(string pwsh, BigModel model, Uri host, string how, string[] shell)
    {
        await using var tap = new WireTap(host);
        string script = $$"""
            $env:XDG_CACHE_HOME = '{{model.Folder}}/cache'
            Import-Module '{{Manifest}}'
            $image = New-MlemDockerImage '{{model.Path}}' -Name {{Prefix}} -PythonVersion 3.11.2 -DaemonHost {{tap.Address}} {{how.Replace("TEMPLATES", $"'{model.Templates}'", StringComparison.Ordinal)}} 3>$null
            $image.Labels['mlem.weights.used']
            """;
        string[] program = ["dotnet", pwsh, "-NoProfile", "-NonInteractive", "-Command", script];
        ProgramRun run = await ProgramRun.OfAsync(shell[0], [.. shell[1..], .. program], Limit, Cancellation);
        Assert.True(run.ExitCode == 0, run.Error);
        return (Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), await tap.ContextsAsync(Cancellation));
    }

    // What an optimised Dockerfile asks of pip is no concern of the layers that are looked at.
    private async Task<string> BaseWithPipAsync()
    {
        string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.Combine("Dockerfile"), $"FROM {busybox}\nRUN echo '#!/bin/sh' >/bin/pip && chmod 755 /bin/pip\n", Cancellation);
        using var tar = new MemoryStream();
        await System.Formats.Tar.TarFile.CreateFromDirectoryAsync(folder.Path, tar, includeBaseDirectory: false, Cancellation);
        tar.Position = 0;
        await Api.PostTarAsync($"build?t={Prefix}-pip:1&forcerm=1", tar, Cancellation);
        return $"{Prefix}-pip:1";
    }
}
