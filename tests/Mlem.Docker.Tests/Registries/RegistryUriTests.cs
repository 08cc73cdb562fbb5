using System.Text.Json;
using System.Text.RegularExpressions;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Registries;

public sealed partial class RegistryUriTests
{
    public static TheoryData<string, string> GoldenUris()
    {
        var data = new TheoryData<string, string>();
        using var checks = JsonDocument.Parse(File.ReadAllBytes(GoldenFile("checks.json")));
        foreach (var uri in checks.RootElement.GetProperty("image_uri").EnumerateObject())
            data.Add(uri.Name, uri.Value.GetString()!);
        return data;
    }

    [Theory]
    [MemberData(nameof(GoldenUris))]
    public void An_image_has_the_name_that_MLEM_gives_it(string pythonFields, string expected)
    {
        var fields = PythonString().Matches(pythonFields).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
        var uri = Registry(pythonFields).GetUri(
            fields["name"], fields.GetValueOrDefault("repository"), fields.GetValueOrDefault("tag", "latest"));
        Assert.Equal(expected, uri);
    }

    [Fact]
    public void Registries_have_the_types_and_hosts_of_MLEM()
    {
        Assert.Equal(("local", ""), (new DockerRegistry().Type, new DockerRegistry().GetHost()));
        Assert.Equal(("docker_io", "https://index.docker.io/v1/"), (new DockerIORegistry().Type, new DockerIORegistry().GetHost()));
        Assert.Equal(("remote", null), (new RemoteRegistry().Type, new RemoteRegistry().GetHost()));
        Assert.Equal("1234.dkr.ecr.us-east-1.amazonaws.com/r/n:t", new EcrRegistry("1234", "us-east-1").GetUri("n", "r", "t"));
        Assert.Equal(("heroku", "registry.heroku.com"), (new HerokuRegistry().Type, new HerokuRegistry().GetHost()));
    }

    [Fact]
    public void A_remote_registry_without_a_host_names_no_image()
    {
        var failure = Assert.Throws<MlemException>(() => new RemoteRegistry().GetUri("n"));
        Assert.Equal("RegistryHostMissing", failure.ErrorId);
    }

    [Fact]
    public void The_key_of_a_Heroku_registry_is_in_no_output()
    {
        var registry = new HerokuRegistry(ApiKey: "S3CRET");
        Assert.DoesNotContain("S3CRET", registry.ToString());
        Assert.DoesNotContain("S3CRET", JsonSerializer.Serialize(registry));
        Assert.NotEqual(registry, new HerokuRegistry(ApiKey: "other"));
    }

    private static DockerRegistry Registry(string pythonFields) => pythonFields switch
    {
        _ when pythonFields.Contains("RemoteRegistry(host='h:1')") => new RemoteRegistry("h:1"),
        _ when pythonFields.Contains("HerokuRemoteRegistry(host='registry.heroku.com', api_key=None)") => new HerokuRegistry(),
        _ when pythonFields.Contains("DockerIORegistry()") => new DockerIORegistry(),
        _ when pythonFields.Contains("'registry'") => throw new InvalidOperationException(pythonFields),
        _ => new DockerRegistry(),
    };

    private static string GoldenFile(string name) => RepositoryRoot.Combine("tests", "golden", name);

    [GeneratedRegex("'(name|tag|repository)': '([^']*)'")]
    private static partial Regex PythonString();
}
