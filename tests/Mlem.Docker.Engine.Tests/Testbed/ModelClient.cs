using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>Asks a served model over HTTP, on this machine's side of a published port.</summary>
internal sealed class ModelClient(int port, TimeSpan? limit = null) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        BaseAddress = new Uri($"http://127.0.0.1:{port}/"),
        Timeout = limit ?? TimeSpan.FromSeconds(20),
    };

    public void Dispose() => _client.Dispose();

    /// <summary>Returns once the server answers its description; throws what the last try met after the time given.</summary>
    public async Task WaitUntilServingAsync(TimeSpan limit, CancellationToken cancellation)
    {
        var until = DateTime.UtcNow + limit;
        while (true)
        {
            try
            {
                using var response = await _client.GetAsync("interface.json", cancellation);
                if (response.StatusCode == HttpStatusCode.OK)
                    return;
                throw new HttpRequestException($"GET /interface.json: {(int)response.StatusCode}");
            }
            catch (HttpRequestException) when (DateTime.UtcNow < until)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }

    public async Task<Answer> AskAsync(string method, string path, string? body, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.SendAsync(request, cancellation);
        string text = await response.Content.ReadAsStringAsync(cancellation);
        string type = response.Content.Headers.ContentType?.MediaType ?? "";
        var content = type == "application/json" ? JsonNode.Parse(text) : JsonValue.Create(text);
        return new Answer((int)response.StatusCode, type, response.Headers.Location?.OriginalString, content);
    }
}
