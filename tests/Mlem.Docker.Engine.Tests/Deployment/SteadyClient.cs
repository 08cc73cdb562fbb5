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
    private readonly string? _body;
    private readonly Task _work;
    private volatile bool _stopped;
    private int _answered;

    /// <param name="status">Tells where the deployment is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="body">What the method predict is called with; null to ask for a file.</param>
    public SteadyClient(Func<Task<DockerContainerStatus>> status, CancellationToken cancellation, string? body = null)
    {
        _body = body;
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

    private Task<HttpResponseMessage> AskAsync(HttpClient client, Uri address) => _body is null
        ? client.GetAsync(new Uri(address, "model.mlem"), _cancellation)
        : client.PostAsync(new Uri(address, "predict"), new StringContent(_body), _cancellation);

    private async Task<bool> AnswersAsync(HttpClient client, Uri? address)
    {
        try
        {
            return address is not null && (await AskAsync(client, address)).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
