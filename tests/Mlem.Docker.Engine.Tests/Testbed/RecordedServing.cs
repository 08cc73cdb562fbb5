using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>What real <c>mlem serve</c> answered (<c>tests/golden/serve</c>), and the Docker folder of the same model.</summary>
internal sealed record RecordedServing(string Name, string DockerFolder, bool Standardize, IReadOnlyList<Exchange> Exchanges)
{
    // Made by FastAPI, about FastAPI: not for a stand-in to copy.
    private const string SchemaPath = "/openapi.json";

    public static IEnumerable<string> Names => Directory
        .EnumerateFiles(RepositoryRoot.Combine("tests", "golden", "serve"), "*.json")
        .Select(path => Path.GetFileNameWithoutExtension(path))
        .Order(StringComparer.Ordinal);

    /// <summary>Asks everything that was asked of MLEM, and compares status, headers and content.</summary>
    public async Task AssertAnswersAsync(ModelClient client, CancellationToken cancellation)
    {
        Assert.NotEmpty(Exchanges);
        foreach (var exchange in Exchanges)
        {
            var answer = await client.AskAsync(exchange.Method, exchange.Path, exchange.Body, cancellation);
            string? difference = exchange.Answer.DifferenceTo(answer);
            Assert.True(difference is null, $"{exchange.Method} {exchange.Path} {exchange.Body}: {difference}");
        }
    }

    /// <summary>The model it was, as a path; null where a Docker folder was served.</summary>
    public string? Model { get; private init; }

    /// <summary>The server as a PowerShell table with MLEM's keys.</summary>
    public string ServerTable => Standardize ? "@{ type = 'fastapi' }" : "@{ type = 'fastapi'; standardize = $false }";

    public static RecordedServing Read(string name)
    {
        string text = File.ReadAllText(RepositoryRoot.Combine("tests", "golden", "serve", name + ".json"));
        var recorded = JsonNode.Parse(text)!;
        string[] path = ((string)recorded["cwd"]!).Split('/');
        // Served from a model's own folder, or from a Docker folder that was made of one.
        bool isModel = path[^2] == "models";
        string folder = isModel ? $"model__{path[^1]}__model" : path[^1];
        string[] arguments = [.. recorded["argv"]!.AsArray().Select(argument => (string)argument!)];
        int standardize = Array.IndexOf(arguments, "--standardize");
        return new RecordedServing(
            name,
            RepositoryRoot.Combine("tests", "golden", "docker_dirs", folder),
            standardize < 0 || arguments[standardize + 1] != "false",
            [.. recorded["exchanges"]!.AsArray().Select(node => Exchange.Read(node!)).Where(e => e.Path != SchemaPath)])
        {
            Model = isModel ? RepositoryRoot.Combine("tests", "golden", "models", path[^1], "model") : null,
        };
    }
}

/// <summary>One request and the answer to it.</summary>
internal sealed record Exchange(string Method, string Path, string? Body, Answer Answer)
{
    public static Exchange Read(JsonNode node)
    {
        var request = node["request"]!;
        var body = request["body"];
        // A text was sent as it is: it stands for a body that is no JSON.
        string? sent = body is JsonValue value && value.TryGetValue(out string? text) ? text : body?.ToJsonString();
        var response = node["response"]!;
        return new Exchange(
            (string)request["method"]!,
            (string)request["path"]!,
            sent,
            new Answer(
                (int)response["status"]!,
                (string?)response["content-type"] ?? "",
                (string?)response["location"],
                response["body"]?.DeepClone()));
    }
}

/// <summary>An answer over HTTP; a body that is no JSON is a text.</summary>
internal sealed record Answer(int Status, string ContentType, string? Location, JsonNode? Body)
{
    /// <summary>Null where another answer is the same.</summary>
    public string? DifferenceTo(Answer other) =>
        (Status, ContentType, Location) == (other.Status, other.ContentType, other.Location)
            ? JsonDifference.Between(Body, other.Body)
            : $"expected {this}, actual {other}";
}
