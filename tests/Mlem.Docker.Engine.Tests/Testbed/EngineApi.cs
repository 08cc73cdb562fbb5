using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>
/// The Docker Engine's API in plain HTTP, sharing nothing with the code under test, so that what that code reports can
/// be held against it. Unversioned paths: each Engine answers in its own version.
/// </summary>
internal sealed class EngineApi : IDisposable
{
    private readonly HttpClient _client;
    private bool? _podman;

    public EngineApi(Uri host)
    {
        Host = host;
        _client = host.Scheme switch
        {
            "unix" => new HttpClient(new SocketsHttpHandler { ConnectCallback = async (_, c) => await DialAsync(host, c) }) { BaseAddress = new Uri("http://docker/") },
            "tcp" => new HttpClient { BaseAddress = new Uri($"http://{host.Authority}/") },
            _ => throw new NotSupportedException($"The tests reach an Engine by unix:// or tcp://, not {host}."),
        };
        _client.Timeout = TimeSpan.FromMinutes(5);
    }

    public Uri Host { get; }

    public void Dispose() => _client.Dispose();

    /// <summary>The answer, or null where the Engine says that there is no such thing.</summary>
    public async Task<JsonNode?> FindAsync(string path, CancellationToken cancellation)
    {
        using var response = await _client.GetAsync(path, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        await ThrowOnErrorAsync(response, path, cancellation);
        return await response.Content.ReadFromJsonAsync<JsonNode>(cancellation);
    }

    public async Task<JsonNode> GetAsync(string path, CancellationToken cancellation) =>
        await FindAsync(path, cancellation) ?? throw new InvalidOperationException($"GET {path}: not found.");

    /// <summary>Whether Podman answers in an Engine's place.</summary>
    public async Task<bool> IsPodmanAsync(CancellationToken cancellation) =>
        _podman ??= ((string?)(await GetAsync("version", cancellation))["Components"]?[0]?["Name"])?.Contains("Podman", StringComparison.Ordinal) == true;

    /// <summary>An image's health check, which Podman leaves out of Docker's form of the answer.</summary>
    public async Task<JsonNode?> HealthcheckAsync(string image, CancellationToken cancellation)
    {
        var found = await GetAsync($"images/{image}/json", cancellation);
        return await IsPodmanAsync(cancellation)
            ? (await GetAsync($"v5.0.0/libpod/images/{(string?)found["Id"]}/json", cancellation))["Healthcheck"]
            : found["Config"]!["Healthcheck"];
    }

    public Task<string> PingAsync(CancellationToken cancellation) => GetTextAsync("_ping", cancellation);

    public async Task<string> GetTextAsync(string path, CancellationToken cancellation)
    {
        using var response = await _client.GetAsync(path, cancellation);
        await ThrowOnErrorAsync(response, path, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    public async Task<byte[]> GetBytesAsync(string path, CancellationToken cancellation)
    {
        using var response = await _client.GetAsync(path, cancellation);
        await ThrowOnErrorAsync(response, path, cancellation);
        return await response.Content.ReadAsByteArrayAsync(cancellation);
    }

    public async Task<JsonNode?> PostAsync(string path, JsonNode? body, CancellationToken cancellation)
    {
        using var content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(path, content, cancellation);
        await ThrowOnErrorAsync(response, path, cancellation);
        string text = await response.Content.ReadAsStringAsync(cancellation);
        return string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text);
    }

    /// <summary>Sends a text and answers with one.</summary>
    public async Task<string> SendTextAsync(HttpMethod method, string path, string text, string mediaType, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(text, Encoding.UTF8) };
        request.Content.Headers.ContentType = new(mediaType);
        using var response = await _client.SendAsync(request, cancellation);
        await ThrowOnErrorAsync(response, path, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>Posts a tar and reads the lines of progress to their end; a line that tells an error is thrown.</summary>
    public async Task<IReadOnlyList<JsonNode>> PostTarAsync(string path, Stream tar, CancellationToken cancellation)
    {
        using var content = new StreamContent(tar);
        content.Headers.ContentType = new("application/x-tar");
        using var response = await _client.PostAsync(path, content, cancellation);
        await ThrowOnErrorAsync(response, path, cancellation);
        var lines = (await response.Content.ReadAsStringAsync(cancellation))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => JsonNode.Parse(line)!)
            .ToList();
        if (lines.FirstOrDefault(line => line["error"] is not null) is { } error)
            throw new InvalidOperationException($"POST {path}: {error.ToJsonString()}\n{string.Concat(lines.Select(l => l["stream"]))}");
        return lines;
    }

    /// <summary>The lines of a push without a login, as they came.</summary>
    public async Task<string> PushAsync(string repository, string tag, CancellationToken cancellation)
    {
        string path = $"images/{repository}/push?tag={tag}";
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Add("X-Registry-Auth", Convert.ToBase64String("{}"u8));
        using var response = await _client.SendAsync(request, cancellation);
        await ThrowOnErrorAsync(response, path, cancellation);
        return await response.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>False where there was nothing to delete.</summary>
    public async Task<bool> DeleteAsync(string path, CancellationToken cancellation)
    {
        // Podman would give a container that runs 10 seconds for its end.
        if (path.StartsWith("containers/", StringComparison.Ordinal) && path.Contains("force=1", StringComparison.Ordinal) && await IsPodmanAsync(cancellation))
            path = $"v5.0.0/libpod/{path}&timeout=0";
        using var response = await _client.DeleteAsync(path, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return false;
        // A build that lost its client leaves Podman the container that it worked in, which holds the image.
        if (response.StatusCode == HttpStatusCode.Conflict && path.StartsWith("images/", StringComparison.Ordinal) && !path.Contains("force=1", StringComparison.Ordinal)
            && (await response.Content.ReadAsStringAsync(cancellation)).Contains("external containers", StringComparison.Ordinal))
        {
            return await DeleteAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}force=1", cancellation);
        }

        await ThrowOnErrorAsync(response, path, cancellation);
        return true;
    }

    /// <summary>A connection of its own, at a unix:// or a tcp:// address.</summary>
    public static async Task<NetworkStream> DialAsync(Uri host, CancellationToken cancellation)
    {
        var socket = host.Scheme == "unix"
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(
                host.Scheme == "unix" ? new UnixDomainSocketEndPoint(host.AbsolutePath) : new DnsEndPoint(host.Host, host.Port), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task ThrowOnErrorAsync(HttpResponseMessage response, string path, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return;
        string text = await response.Content.ReadAsStringAsync(cancellation);
        throw new InvalidOperationException($"{response.RequestMessage?.Method} {path}: {(int)response.StatusCode} {text}");
    }
}
