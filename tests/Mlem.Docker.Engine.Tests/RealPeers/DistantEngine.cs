using System.Globalization;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>One such Engine for the tests of a class, started by the first that needs it.</summary>
public sealed class DistantEngineFixture : IAsyncDisposable
{
    private DistantEngine? _engine;

    internal async Task<DistantEngine> StartAsync(CancellationToken cancellation) =>
        _engine ??= await DistantEngine.StartAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_engine is not null)
            await _engine.DisposeAsync();
    }
}

/// <summary>
/// A real Engine in a virtual machine, with nothing on it, no network, and a clock that is years ahead: no process and no
/// namespace can have a clock of its own, a machine has. It is emulated, so that it needs no help of the processor.
/// </summary>
internal sealed class DistantEngine : IAsyncDisposable
{
    /// <summary>What its clock says when it starts.</summary>
    public static readonly DateTime Clock = new(2031, 2, 3, 4, 5, 6, DateTimeKind.Utc);

    private const string Program = "/usr/bin/qemu-system-x86_64";
    private static readonly TimeSpan MakeLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly ServerProcess _machine;

    private DistantEngine(ServerProcess machine, int port)
    {
        _machine = machine;
        Api = new EngineApi(new Uri($"tcp://127.0.0.1:{port}"));
    }

    public EngineApi Api { get; }

    public static async Task<DistantEngine> StartAsync(CancellationToken cancellation)
    {
        Peers.RequirePrograms(Peers.DistantEngine, Program, "/usr/sbin/dockerd", "/sbin/depmod", "/bin/busybox");
        ProgramRun made = await ProgramRun.OfAsync(RepositoryRoot.Combine("tests", "testbed", "engine-vm"), [], MakeLimit, cancellation);
        string[] files = made.OutputOrThrow("tests/testbed/engine-vm").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int port = RegistryProcess.FreePort();
        ServerProcess machine = await ServerProcess.StartAsync(
            Program,
            [
                "-accel", "tcg,thread=multi", "-smp", "2", "-m", "1536", "-display", "none", "-no-reboot", "-serial", "stdio",
                "-kernel", files[0], "-initrd", files[1], "-append", "console=ttyS0 quiet panic=-1",
                "-rtc", "base=" + Clock.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture),
                "-nic", $"user,model=virtio-net-pci,restrict=on,hostfwd=tcp:127.0.0.1:{port}-:2375",
            ],
            port,
            cancellation);
        var engine = new DistantEngine(machine, port);
        try
        {
            await engine.WaitAsync(cancellation);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes an image over from another Engine.</summary>
    public async Task TakeAsync(EngineApi from, string image, CancellationToken cancellation)
    {
        using var saved = new MemoryStream(await from.GetBytesAsync($"images/{image}/get", cancellation));
        await Api.PostTarAsync("images/load", saved, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _machine.DisposeAsync();
    }

    // The machine's network takes connections long before the Engine does, and drops them.
    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(StartLimit);
        while (true)
        {
            using var attempt = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
            attempt.CancelAfter(TimeSpan.FromSeconds(2));
            try
            {
                await Api.PingAsync(attempt.Token);
                return;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException && !limit.IsCancellationRequested)
            {
                await Task.Delay(200, limit.Token);
            }
        }
    }
}
