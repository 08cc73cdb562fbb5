using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Mlem.Docker.PowerShell.Tests.Support;

/// <summary>A server on loopback that describes methods and answers calls as a test says; one connection for each request.</summary>
internal sealed class ModelServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _interface;
    private readonly Func<string, (int Status, string Body)> _answer;

    public ModelServer(string methods, Func<string, (int Status, string Body)> answer)
    {
        _interface = $$"""{"version": "0.4.14", "methods": {{methods}}}""";
        _answer = answer;
        _listener.Start();

        // Not on the context of the test, which waits for the cmdlet.
        _ = Task.Run(ServeAsync);
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public ConcurrentQueue<string> Bodies { get; } = new();

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            // A client may open a connection that it does not use: each one is served by itself.
            while (true)
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using TcpClient connection = client;
        Stream stream = connection.GetStream();
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        if (await reader.ReadLineAsync() is not { } first)
            return;
        int length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(header.Split(':')[1]);
        }

        var body = new char[length];
        if (length > 0)
            await reader.ReadBlockAsync(body);
        bool call = first.StartsWith("POST", StringComparison.Ordinal);
        if (call)
            Bodies.Enqueue(new string(body));
        (int status, string text) = call ? _answer(new string(body)) : (200, _interface);
        byte[] content = Encoding.UTF8.GetBytes(text);
        await stream.WriteAsync(Encoding.Latin1.GetBytes(
            $"HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {content.Length}\r\n\r\n"));
        await stream.WriteAsync(content);
    }
}
