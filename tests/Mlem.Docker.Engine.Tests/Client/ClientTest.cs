using System.Formats.Tar;
using System.Text;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Client;

/// <summary>A test of our client against the real Engine.</summary>
public abstract class ClientTest(EngineFixture engine) : EngineTest(engine)
{
    private DockerEngine? _client;

    internal DockerEngine Client => _client!;

    internal string Busybox { get; private set; } = string.Empty;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        _client = await DockerEngine.ConnectAsync(DockerEndpointResolver.Resolve(), Cancellation);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>A context of one Dockerfile, as .NET's own tar writer writes it: with extended headers.</summary>
    internal static Func<Stream, CancellationToken, Task> Context(string dockerfile) => async (stream, cancellation) =>
    {
        await using var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
        var entry = new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(dockerfile)) };
        await tar.WriteEntryAsync(entry, cancellation);
    };

    internal Task<ImageBuildResult> BuildAsync(string tag, string dockerfile, ImageBuilderKind builder = ImageBuilderKind.Classic) =>
        Client.BuildAsync(new ImageBuildRequest { Tags = [tag], Builder = builder }, Context(dockerfile), NullOperationObserver.Instance, Cancellation);
}
