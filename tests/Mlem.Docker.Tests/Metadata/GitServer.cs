using System.Diagnostics;
using System.Net;
using System.Text;

namespace Mlem.Docker.Tests.Metadata;

/// <summary>Repositories served over http on loopback by git's own <c>git http-backend</c>.</summary>
internal sealed class GitServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _root;

    private GitServer(string root, int port)
    {
        _root = root;
        Address = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Address { get; }

    /// <summary>What must stand in the header Authorization; null for nothing.</summary>
    public string? Login { get; set; }

    /// <summary>Whether it takes requests and never answers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Where it sends everyone on to; null for nowhere.</summary>
    public string? RedirectTo { get; set; }

    /// <summary>The logins that it was given.</summary>
    public System.Collections.Concurrent.ConcurrentBag<string> Logins { get; } = [];

    /// <summary>How many requests came.</summary>
    public int Requests { get; private set; }

    /// <summary>Why there can be none; null where there can.</summary>
    public static string? WhyMissing => Backend is null ? "git is not installed (apt-get install git)" : null;

    private static string? Backend => ((string[])["/usr/lib/git-core", "/usr/libexec/git-core"]).Select(f => Path.Combine(f, "git-http-backend")).FirstOrDefault(File.Exists);

    public static GitServer Start(string root)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return new GitServer(root, Random.Shared.Next(20_000, 60_000));
            }
            catch (HttpListenerException) when (attempt < 20)
            {
                // Another one has that port.
            }
        }
    }

    /// <summary>Runs git in a folder.</summary>
    public static string Git(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process git = Process.Start(start)!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, git.StandardError.ReadToEnd());
        return output.Trim();
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                HttpListenerContext context = await _listener.GetContextAsync();
                Requests++;
                if (!IsSilent)
                    _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using HttpListenerResponse response = context.Response;
        if (context.Request.Headers["Authorization"] is { } login)
            Logins.Add(login);
        if (RedirectTo is not null)
        {
            response.StatusCode = 302;
            response.RedirectLocation = RedirectTo + context.Request.Url!.PathAndQuery;
            return;
        }

        if (Login is not null && context.Request.Headers["Authorization"] != Login)
        {
            response.StatusCode = 401;
            response.Headers["WWW-Authenticate"] = "Basic realm=\"git\"";
            return;
        }

        var start = new ProcessStartInfo(Backend!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in ((string, string?)[])
        [
            ("GIT_PROJECT_ROOT", _root), ("GIT_HTTP_EXPORT_ALL", "1"), ("PATH_INFO", context.Request.Url!.AbsolutePath),
            ("QUERY_STRING", context.Request.Url.Query.TrimStart('?')), ("REQUEST_METHOD", context.Request.HttpMethod),
            ("CONTENT_TYPE", context.Request.ContentType), ("HTTP_CONTENT_ENCODING", context.Request.Headers["Content-Encoding"]),
            ("GIT_PROTOCOL", context.Request.Headers["Git-Protocol"]),
        ])
            start.Environment[name] = value;
        using Process backend = Process.Start(start)!;
        _ = backend.StandardError.ReadToEndAsync();
        await context.Request.InputStream.CopyToAsync(backend.StandardInput.BaseStream);
        backend.StandardInput.Close();
        using var output = new MemoryStream();
        await backend.StandardOutput.BaseStream.CopyToAsync(output);
        byte[] bytes = output.ToArray();
        int end = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        foreach (string line in Encoding.Latin1.GetString(bytes, 0, end).Split("\r\n"))
        {
            string[] header = line.Split(": ", 2);
            if (header[0] == "Status")
                response.StatusCode = int.Parse(header[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
            else
                response.Headers[header[0]] = header[1];
        }

        await response.OutputStream.WriteAsync(bytes.AsMemory(end + 4));
    }
}
