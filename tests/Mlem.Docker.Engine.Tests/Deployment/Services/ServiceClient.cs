namespace Mlem.Docker.Engine.Tests.Deployment.Services;

/// <summary>
/// Asks a service again and again while something else happens to it, by its published port where the kernel lets the
/// swarm route. Elsewhere it takes the tasks in turn as the routing does: a task that fails counts, unless the swarm has
/// taken it out meanwhile.
/// </summary>
internal sealed class ServiceClient(ServiceTest test, int port, string? body = null) : IDisposable
{
    // A connection of its own for each request, so that each is routed anew.
    private readonly HttpClient _client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    public int Answered { get; private set; }

    public List<string> Failed { get; } = [];

    public void Dispose() => _client.Dispose();

    public async Task RunAsync(Task other)
    {
        for (int turn = 0; !other.IsCompleted; turn++)
            await AskAsync(turn);
        await other;
    }

    private async Task AskAsync(int turn)
    {
        IReadOnlyList<(string Task, Uri Address)> tasks = SwarmFixture.HasRouting
            ? [("", new Uri($"http://127.0.0.1:{port}/"))] : await test.ServingAsync();
        if (tasks.Count == 0)
        {
            Failed.Add("no task serves");
            return;
        }

        (string task, Uri address) = tasks[turn % tasks.Count];
        try
        {
            using HttpResponseMessage answer = body is null
                ? await _client.GetAsync(new Uri(address, "model.mlem"), ServiceTest.Cancellation)
                : await _client.PostAsync(new Uri(address, "predict"), new StringContent(body), ServiceTest.Cancellation);
            answer.EnsureSuccessStatusCode();
            Answered++;
        }
        catch (HttpRequestException error)
        {
            if (SwarmFixture.HasRouting || (await test.ServingAsync()).Any(t => t.Task == task))
                Failed.Add(error.Message);
        }
    }
}
