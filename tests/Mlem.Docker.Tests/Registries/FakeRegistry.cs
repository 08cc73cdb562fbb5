using System.Security.Cryptography;
using System.Text;

namespace Mlem.Docker.Tests.Registries;

/// <summary>The distribution API over one image <c>team/iris:1</c>, as far as the client uses it.</summary>
internal static class FakeRegistry
{
    public const string Manifest =
        """{"schemaVersion":2,"config":{"mediaType":"c","digest":"sha256:c","size":7},"layers":[{"mediaType":"l","digest":"sha256:l","size":30}]}""";

    public const string MediaType = "application/vnd.docker.distribution.manifest.v2+json";

    public static string Digest { get; } = "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Manifest)));

    public static TestAnswer Ping { get; } = new(200, "{}", "application/json", ("Docker-Distribution-Api-Version", "registry/2.0"));

    public static TestAnswer Answer(TestRequest request) => request.Path switch
    {
        "/v2/" => Ping,
        "/v2/team/iris/manifests/1" or "/v2/team/iris/manifests/same" => Found,
        "/v2/team/iris/tags/list?n=1000" => new TestAnswer(200, """{"tags":["1","2","same"]}"""),
        _ when request.Path == "/v2/team/iris/manifests/" + Digest => Found,
        _ => Error(404, "MANIFEST_UNKNOWN", "manifest unknown"),
    };

    public static TestAnswer Error(int status, string code, string message, params (string Name, string Value)[] headers) =>
        new(status, $$"""{"errors":[{"code":"{{code}}","message":"{{message}}"}]}""", "application/json", headers);

    public static TestAnswer Challenge(string challenge) => Error(401, "UNAUTHORIZED", "authentication required",
        ("WWW-Authenticate", challenge), ("Docker-Distribution-Api-Version", "registry/2.0"));

    private static TestAnswer Found => new(200, Manifest, MediaType, ("Docker-Content-Digest", Digest));
}
