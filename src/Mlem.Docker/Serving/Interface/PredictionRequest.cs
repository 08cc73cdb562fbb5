using System.Net.Http.Headers;
using System.Text;

namespace Mlem.Docker;

/// <summary>One call of a server's method, ready to be sent.</summary>
public sealed class PredictionRequest
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly string? _file;
    private readonly bool _upload;

    private PredictionRequest(ServerMethod method, ReadOnlyMemory<byte> body, string? file, bool upload)
    {
        Method = method;
        _body = body;
        _file = file;
        _upload = upload;
    }

    /// <summary>The method.</summary>
    public ServerMethod Method { get; }

    /// <summary>The JSON that is sent; null for a file.</summary>
    public string? Json => _upload ? null : Encoding.UTF8.GetString(_body.Span);

    /// <summary>A call with JSON as its body, which is sent as it is.</summary>
    /// <param name="method">The method.</param>
    /// <param name="json">The body: an object with the arguments.</param>
    public static PredictionRequest FromJson(ServerMethod method, string json) =>
        new(method, Encoding.UTF8.GetBytes(json), null, upload: false);

    internal static PredictionRequest FromJson(ServerMethod method, ReadOnlyMemory<byte> json) =>
        new(method, json, null, upload: false);

    internal static PredictionRequest FromBytes(ServerMethod method, byte[] bytes) => new(method, bytes, null, upload: true);

    internal static PredictionRequest FromFile(ServerMethod method, string path) => new(method, default, path, upload: true);

    internal HttpContent CreateContent()
    {
        if (!_upload)
        {
            var json = new ReadOnlyMemoryContent(_body);
            json.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            return json;
        }

        HttpContent file = _file is null ? new ReadOnlyMemoryContent(_body) : new StreamContent(File.OpenRead(_file));
        file.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return new MultipartFormDataContent { { file, "file", _file is null ? "file" : Path.GetFileName(_file) } };
    }
}
