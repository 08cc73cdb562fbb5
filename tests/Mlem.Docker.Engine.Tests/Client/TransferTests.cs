using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Client;

/// <summary>A real Engine and a real registry.</summary>
[Proves("Push and pull", Engines.All)]
public sealed class TransferTests(EngineFixture engine) : ClientTest(engine)
{
    [Fact]
    public async Task An_image_is_pushed_and_pulled_and_a_second_push_gives_the_same_digest()
    {
        await using var registry = await RegistryProcess.StartAsync(Cancellation);
        var reference = $"{registry.Host}/{Prefix}/model:1";
        var built = await BuildAsync(reference, $"FROM {Busybox}\nRUN echo {Prefix} > /x\n");
        var pushed = await Client.Transfers.PushAsync(reference, null, NullOperationObserver.Instance, Cancellation);
        Assert.Equal(reference, pushed.Reference);
        Assert.Matches("^sha256:[0-9a-f]{64}$", pushed.Digest);
        Assert.True(pushed.Size > 0);
        Assert.Equal(pushed, await Client.Transfers.PushAsync(reference, null, NullOperationObserver.Instance, Cancellation));

        Assert.True(await Client.Images.RemoveImageAsync(reference, cancellationToken: Cancellation));
        Assert.Null(await Client.Images.FindImageAsync(built.ImageId, Cancellation));
        var pulled = await Client.Transfers.PullAsync(reference, null, null, NullOperationObserver.Instance, Cancellation);
        Assert.Equal(built.ImageId, pulled.Id);
        Assert.Contains($"{registry.Host}/{Prefix}/model@{pushed.Digest}", pulled.RepositoryDigests);
        var byDigest = await Client.Transfers.PullAsync($"{registry.Host}/{Prefix}/model@{pushed.Digest}", null, null, NullOperationObserver.Instance, Cancellation);
        Assert.Equal(built.ImageId, byDigest.Id);
        Assert.True(await Client.Images.RemoveImageAsync(reference, force: true, Cancellation));
        await Client.Images.RemoveImageAsync(built.ImageId, force: true, Cancellation);
    }

    [Fact]
    public async Task A_registry_that_does_not_answer_fails_push_and_pull_and_the_local_image_stays()
    {
        var reference = $"localhost:1/{Prefix}:1";
        await Client.Images.TagAsync(Busybox, reference, Cancellation);
        var push = await Assert.ThrowsAsync<EngineException>(() => Client.Transfers.PushAsync(reference, null, NullOperationObserver.Instance, Cancellation));
        Assert.Equal("RegistryUnreachable", push.ErrorId);
        var pull = await Assert.ThrowsAsync<EngineException>(() => Client.Transfers.PullAsync(reference, null, null, NullOperationObserver.Instance, Cancellation));
        Assert.Equal("RegistryUnreachable", pull.ErrorId);
        Assert.NotNull(await Client.Images.FindImageAsync(reference, Cancellation));
        Assert.True(await Client.Images.RemoveImageAsync(reference, cancellationToken: Cancellation));
        Assert.Equal("ImageNotFound", (await Assert.ThrowsAsync<EngineException>(() => Client.Images.TagAsync(Prefix + "-none", Prefix, Cancellation))).ErrorId);
    }
}
