using System.Text.Json;
using Mlem.Docker.Tests.Registries;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Serving;

/// <summary>A request to a real MLEM server and its answer, as golden/serve has them.</summary>
internal sealed record Exchange(string Method, string Path, JsonElement Body, int Status, JsonElement Answer)
{
    /// <summary>The body as it was sent: a text there was no JSON.</summary>
    public string BodyText => Body.ValueKind == JsonValueKind.String ? Body.GetString()! : Body.GetRawText();

    public bool IsCall => Method == "POST";

    public string MethodName => Path[1..];
}

/// <summary>Answers as a real MLEM server was recorded to answer.</summary>
internal static class RecordedServer
{
    public static IEnumerable<string> Files =>
        Directory.GetFiles(Golden.Path("serve"), "*.json").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

    public static IReadOnlyList<Exchange> Exchanges(string file) =>
    [
        .. Golden.Json("serve", file).GetProperty("exchanges").EnumerateArray().Select(e => new Exchange(
            e.GetProperty("request").GetProperty("method").GetString()!,
            e.GetProperty("request").GetProperty("path").GetString()!,
            e.GetProperty("request").GetProperty("body"),
            e.GetProperty("response").GetProperty("status").GetInt32(),
            e.GetProperty("response").GetProperty("body"))),
    ];

    public static ServerInterface Interface(string file) => ServerInterface.Parse(
        Exchanges(file).Single(e => e.Path == "/interface.json").Answer.GetRawText());

    public static TestServer Start(string file)
    {
        IReadOnlyList<Exchange> exchanges = Exchanges(file);
        return new TestServer(request =>
        {
            Exchange? found = exchanges.FirstOrDefault(e =>
                e.Method == request.Method && e.Path == request.Path && SameBody(e, request.Body));
            return found is null
                ? new TestAnswer(500, $$"""{"error": "not recorded: {{request.Method}} {{request.Path}}"}""")
                : new TestAnswer(found.Status, found.Answer.GetRawText());
        });
    }

    private static bool SameBody(Exchange exchange, string sent)
    {
        if (!exchange.IsCall || exchange.BodyText == sent)
            return true;
        return sent.StartsWith('{') && JsonElement.DeepEquals(JsonDocument.Parse(sent).RootElement, exchange.Body);
    }
}
