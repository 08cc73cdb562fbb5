using System.Globalization;
using System.Text;

namespace Mlem.Docker.Engine.Transport;

/// <summary>The status and headers of an answer.</summary>
internal sealed record HttpHead(int Status, string Reason, IReadOnlyDictionary<string, string> Headers)
{
    public bool IsSuccess => Status is 101 or (>= 200 and < 300);

    /// <summary>Gets whether a Docker Engine answers; Podman, which speaks the same API, names itself <c>Libpod/…</c>.</summary>
    public bool IsDocker => Header("Server")?.StartsWith("Docker/", StringComparison.Ordinal) == true;

    /// <summary>Gets the version of Podman's own API, where Podman answers.</summary>
    public string? PodmanVersion => Header("Libpod-Api-Version") is { Length: > 0 } version ? version : null;

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>Reads an answer's head from a connection, bounded, and keeps the bytes after it.</summary>
internal sealed class HttpHeadReader(Stream connection)
{
    private const int Limit = 64 * 1024;
    private byte[] _buffer = new byte[8 * 1024];
    private int _filled;

    /// <exception cref="StreamCutException">The connection ended before the head did, or never began one.</exception>
    public async Task<(HttpHead Head, ReadOnlyMemory<byte> Following)> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var end = await FillToBlankLineAsync(cancellation).ConfigureAwait(false);
            var head = Parse(Encoding.Latin1.GetString(_buffer, 0, end));
            var rest = _buffer.AsMemory(end, _filled - end);
            if (head.Status is >= 200 or 101)
                return (head, rest);

            // An interim answer such as 100 Continue: the real one follows.
            rest.CopyTo(_buffer);
            _filled = rest.Length;
        }
    }

    internal static HttpHead Parse(string text)
    {
        var lines = text.Split('\n');
        var status = lines[0].TrimEnd('\r').Split(' ', 3);
        if (status.Length < 2 || !status[0].StartsWith("HTTP/1.", StringComparison.Ordinal)
            || !int.TryParse(status[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code) || code is < 100 or > 599)
        {
            throw new ProtocolBrokenException(Messages.AnswerDoesNotBeginWithHTTP);
        }

        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.AsSpan(1))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                headers[line[..colon].Trim()] = line[(colon + 1)..].Trim();
        }

        return new HttpHead(code, status.Length > 2 ? status[2] : string.Empty, headers);
    }

    private async Task<int> FillToBlankLineAsync(CancellationToken cancellation)
    {
        var searched = 0;
        while (true)
        {
            for (var at = searched; at < _filled; at++)
            {
                if (_buffer[at] == '\n' && at > 0
                    && (_buffer[at - 1] == '\n' || (at > 1 && _buffer[at - 1] == '\r' && _buffer[at - 2] == '\n')))
                {
                    return at + 1;
                }
            }

            searched = _filled;
            if (_filled >= Limit)
                throw new ProtocolBrokenException(Messages.HeadOfAnswerIsLongerThan);
            if (_filled == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var count = await connection.ReadAsync(_buffer.AsMemory(_filled), cancellation).ConfigureAwait(false);
            if (count == 0)
                throw new StreamCutException(_filled == 0 ? Messages.ConnectionWasClosedWithoutAnswer : Messages.AnswersHeadIsCut);
            _filled += count;
        }
    }
}
