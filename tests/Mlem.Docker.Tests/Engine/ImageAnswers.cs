using System.Text;

namespace Mlem.Docker.Tests.Engine;

/// <summary>Scripts for an Engine that has images and answers builds, pushes and pulls with given bytes.</summary>
internal static class ImageAnswers
{
    /// <summary>Answers a question for an image, or reads the request's body and sends the bytes.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="connection">Where to answer.</param>
    /// <param name="stream">All bytes of the answer to a POST, HTTP and all.</param>
    /// <param name="image">The id of the image of a name, or null when there is none.</param>
    /// <param name="cancellation">The end of the test.</param>
    /// <param name="digest">The digest that a registry gave the image; images of zeros have none.</param>
    public static async Task ServeAsync(
        ScriptedRequest request,
        Stream connection,
        byte[] stream,
        Func<string, string?> image,
        CancellationToken cancellation,
        string digest = GoldenStreams.PushedDigest)
    {
        if (request.Method == "GET")
        {
            // The Engine cannot ask the registry: what it says of a push is all that is known.
            var id = request.Path.StartsWith("/distribution/", StringComparison.Ordinal)
                ? null
                : image(Uri.UnescapeDataString(request.Path["/images/".Length..^"/json".Length]));
            var body = id is null ? """{"message":"no such image"}""" : Image(id, digest);
            await connection.WriteAsync(ScriptedEngine.Answer(id is null ? 404 : 200, body), cancellation);
            return;
        }

        if (request.Headers.ContainsKey("Transfer-Encoding"))
            await ScriptedEngine.DrainChunksAsync(connection, cancellation);
        await connection.WriteAsync(stream, cancellation);
    }

    /// <summary>A context without an end.</summary>
    public static async Task WriteEndless(Stream stream, CancellationToken cancellation)
    {
        while (true)
            await stream.WriteAsync(new byte[100_000], cancellation);
    }

    public static Task WriteContext(Stream stream, CancellationToken cancellation) =>
        stream.WriteAsync(new byte[1024], cancellation).AsTask();

    public static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static string Image(string id, string digest) =>
        $$$"""{"Id":"{{{id}}}","RepoTags":["engdev-a:1"],"RepoDigests":[{{{(id.Contains("00000000", StringComparison.Ordinal) ? "" : $"\"engdev-a@{digest}\"")}}}],"Created":"{{{(id.Contains("00000000", StringComparison.Ordinal) ? "2026-01-01" : "2026-11-24")}}}T03:06:39.5Z","Size":7,"Os":"linux","Architecture":"amd64","Config":{"Labels":null}}""";
}
