using System.Diagnostics;

namespace Mlem.Docker.Engine.Tests.Deployment;

/// <summary>
/// Asks a deployment without a pause, where its status says that it is. A request that fails although the deployment is
/// still there counts as failed; one to a container that was replaced meanwhile is asked again of the new one.
/// </summary>
internal sealed class SteadyClient
{
    private readonly Func<Task<DockerContainerStatus>> _status;
    private readonly CancellationToken _cancellation;
    private readonly Task _work;
    private volatile bool _stopped;
    private int _answered;

    public SteadyClient(Func<Task<DockerContainerStatus>> status, CancellationToken cancellation)
    {
        _status = status;
        _cancellation = cancellation;
        _work = Task.Run(AskAsync, cancellation);
    }

    public int Answered => Volatile.Read(ref _answered);

    public int Failed { get; private set; }

    public TimeSpan LongestWait { get; private set; }

    /// <summary>Waits for more answers.</summary>
    public async Task AnswersAsync(int more)
    {
        int enough = Answered + more;
        while (Answered < enough && !_work.IsCompleted)
            await Task.Delay(10, _cancellation);
    }

    public Task StopAsync()
    {
        _stopped = true;
        return _work;
    }

    private async Task AskAsync()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        long last = Stopwatch.GetTimestamp();
        while (!_stopped)
        {
            Uri? address = (await _status()).Address;
            if (await AnswersAsync(client, address))
            {
                Interlocked.Increment(ref _answered);
                LongestWait = Stopwatch.GetElapsedTime(last) is var wait && wait > LongestWait ? wait : LongestWait;
                last = Stopwatch.GetTimestamp();
            }
            else if ((await _status()).Address == address)
            {
                Failed++;
            }
        }
    }

    private async Task<bool> AnswersAsync(HttpClient client, Uri? address)
    {
        try
        {
            return address is not null && (await client.GetAsync(new Uri(address, "model.mlem"), _cancellation)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
