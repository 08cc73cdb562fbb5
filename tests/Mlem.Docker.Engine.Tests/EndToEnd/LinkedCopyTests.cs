using System.Formats.Tar;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.EndToEnd;

/// <summary>
/// What <c>-Optimize</c> copies with <c>COPY --link</c> depends on nothing below it: with another base image BuildKit takes it
/// from its cache. Engines before 23 do not know the option; with overlay2, Docker's BuildKit copies as without it.
/// </summary>
public sealed class LinkedCopyTests(EngineFixture engine) : EngineTest(engine)
{
    private const string Linked = "] COPY --link ";

    private readonly BigModel _model = new(Random.Shared.Next());

    public override async ValueTask DisposeAsync()
    {
        _model.Dispose();
        foreach (string image in (string[])[$"{Prefix}:latest", $"{Prefix}-a:1", $"{Prefix}-b:1"])
            await Api.DeleteAsync($"images/{image}?force=1", CancellationToken.None);
        await base.DisposeAsync();
    }

    [Fact]
    [Proves("`COPY --link`: a new base image copies nothing anew (`-Optimize`)", Engines.Containerd)]
    public async Task A_new_base_image_makes_no_copied_layer_anew()
    {
        string[] before = await CopiesAsync();
        await BuildAsync("a");
        string[] first = [.. (await CopiesAsync()).Except(before)];
        await BuildAsync("b");
        string[] second = [.. (await CopiesAsync()).Except(before)];
        Assert.NotEmpty(first);
        Assert.Equal(first.Order(), second.Order());
    }

    private async Task BuildAsync(string variant)
    {
        string pip = await BaseAsync(variant);
        await ScriptRun.ObjectsAsync(
            $"New-MlemDockerImage {ScriptRun.Quote(_model.Path)} -Name {Prefix} -PythonVersion 3.11.2 -BaseImage {pip} -Optimize -Builder BuildKit",
            Cancellation);
    }

    // What pip is asked for does not matter to the layers that are looked at.
    private async Task<string> BaseAsync(string variant)
    {
        string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        using var folder = new TemporaryFolder();
        string dockerfile = $"FROM {busybox}\nRUN echo '#!/bin/sh' >/bin/pip && chmod 755 /bin/pip && echo {variant} >/variant\n";
        await File.WriteAllTextAsync(folder.Combine("Dockerfile"), dockerfile, Cancellation);
        using var tar = new MemoryStream();
        await TarFile.CreateFromDirectoryAsync(folder.Path, tar, includeBaseDirectory: false, Cancellation);
        tar.Position = 0;
        await Api.PostTarAsync($"build?t={Prefix}-{variant}:1&forcerm=1", tar, Cancellation);
        return $"{Prefix}-{variant}:1";
    }

    // The layers of such copies in BuildKit's cache. Each has a second entry, "LINK COPY --link", for its place in one image.
    private async Task<string[]> CopiesAsync() =>
        [.. ((await Api.GetAsync("system/df?type=build-cache", Cancellation))["BuildCache"] as JsonArray ?? [])
            .Where(entry => ((string?)entry!["Description"] ?? "").Contains(Linked, StringComparison.Ordinal))
            .Select(entry => (string)entry!["ID"]!)];
}
