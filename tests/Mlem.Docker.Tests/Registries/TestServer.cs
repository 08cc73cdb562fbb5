using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Mlem.Docker.Tests.Registries;

internal sealed record TestRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Authorization => Headers.GetValueOrDefault("Authorization");
}

internal sealed record TestAnswer(int Status, string Body = "", string ContentType = "application/json", params (string Name, string Value)[] Headers)
{
    public static TestAnswer Html { get; } = new(200, "<!DOCTYPE html><title>Welcome</title>", "text/html");
}

/// <summary>A small HTTP/1.1 server on loopback, with or without TLS, whose answers a test writes itself.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly Func<TestRequest, TestAnswer> _answer;
    private readonly Task _serving;

    public TestServer(Func<TestRequest, TestAnswer> answer, X509Certificate2? certificate = null)
    {
        _answer = answer;
        _certificate = certificate;
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start();
        _serving = Task.Run(ServeAsync);
    }

    public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public string Address => (_certificate is null ? "http://" : "https://") + Host;

    public ConcurrentQueue<TestRequest> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
                    stream = tls;
                }

                while (await ReadAsync(stream) is { } request)
                {
                    Requests.Enqueue(request);
                    await WriteAsync(stream, request, _answer(request));
                }
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException
                or System.Security.Authentication.AuthenticationException)
            {
                // The client went away, or refused the certificate.
            }
        }
    }

    private async Task<TestRequest?> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!EndsHead(head))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
                return null;
            head.Add(one[0]);

            // What begins like a TLS handshake is answered as Go's server does: with an end.
            if (head[0] == 0x16)
                return null;
        }

        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(
            pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[int.Parse(headers.GetValueOrDefault("Content-Length", "0"))];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new TestRequest(first[0], first[1], headers, Encoding.UTF8.GetString(body));
    }

    private async Task WriteAsync(Stream stream, TestRequest request, TestAnswer answer)
    {
        var body = Encode(Encoding.UTF8.GetBytes(answer.Body), answer.Headers.FirstOrDefault(header => header.Name == "Content-Encoding").Value);
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} X\r\nContent-Length: {body.Length}\r\n");
        if (answer.ContentType.Length > 0)
            head.Append($"Content-Type: {answer.ContentType}\r\n");
        foreach (var (name, value) in answer.Headers)
            head.Append($"{name}: {value}\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.Append("\r\n").ToString()), _stop.Token);
        if (request.Method != "HEAD")
            await stream.WriteAsync(body, _stop.Token);
    }

    private static byte[] Encode(byte[] body, string? coding)
    {
        using var coded = new MemoryStream();
        using (Stream stream = coding switch
        {
            "gzip" or "x-gzip" => new GZipStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(coded, CompressionLevel.Fastest, leaveOpen: true),
            _ => coded,
        })
        {
            stream.Write(body);
        }

        return coded.ToArray();
    }

    private static bool EndsHead(List<byte> head) => head.Count > 3 && head[^4] == 13 && head[^3] == 10 && head[^2] == 13 && head[^1] == 10;
}
