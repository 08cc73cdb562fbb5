using System.Text.Json;
using Mlem.Docker.Metadata;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Metadata;

public sealed class ConfigurationTests : IDisposable
{
    private readonly string _project = Directory.CreateTempSubdirectory("mlem-docker-config-").FullName;

    public static TheoryData<string> Experiments() =>
        [.. Golden.Json("config.json").GetProperty("experiments").EnumerateObject().Select(e => e.Name)];

    public void Dispose() => Directory.Delete(_project, recursive: true);

    [Theory]
    [MemberData(nameof(Experiments))]
    public void Settings_come_from_where_MLEM_takes_them(string name)
    {
        JsonElement experiment = Golden.Json("config.json").GetProperty("experiments").GetProperty(name);
        if (experiment.GetProperty("mlem_yaml").GetString() is { } text)
            File.WriteAllText(Path.Combine(_project, ".mlem.yaml"), text);
        string folder = Directory.CreateDirectory(Path.Combine(_project, "sub", "folder")).FullName;
        var variables = experiment.GetProperty("env").EnumerateObject()
            .Select(v => KeyValuePair.Create(v.Name, v.Value.GetString()!));

        if (experiment.GetProperty("result").TryGetProperty("error", out _))
        {
            MetadataException error = Assert.Throws<MetadataException>(() => MlemConfiguration.Read(folder, variables));
            Assert.Equal("core.nosuch", error.KeyPath);
            return;
        }

        MlemConfiguration configuration = MlemConfiguration.Read(name.Contains("sub folder", StringComparison.Ordinal) ? folder : _project, variables);
        JsonElement core = experiment.GetProperty("result").GetProperty("core");
        JsonElement docker = experiment.GetProperty("result").GetProperty("docker");
        JsonElement server = core.GetProperty("SERVER");
        Assert.Equal(
            server.TryGetProperty("port", out JsonElement port) ? port.GetInt32() : 8080,
            Server.ConfiguredIn(configuration).Ports.Single());
        Assert.Equal(
            core.GetProperty("STATE").TryGetProperty("uri", out JsonElement uri) ? uri.GetString() : null,
            (configuration.StateManager is { } state ? StateManager.FromYaml(state) as FsspecStateManager : null)?.Uri);
        Assert.Equal(docker.GetProperty("source").GetString(), configuration.Source);
        Assert.Equal(docker.GetProperty("git_rev").GetString(), configuration.GitRevision);
    }

    [Theory]
    [InlineData("docker: git", "docker")]
    [InlineData("core: [1]", "core")]
    [InlineData("[1]", "")]
    [InlineData("core:\n  server: streamlit", "core.server")]
    [InlineData("core:\n  emojis: maybe", "core.emojis")]
    [InlineData("core:\n  LOG_LEVEL: [1]", "core.LOG_LEVEL")]
    public void A_setting_of_the_wrong_kind_is_an_error_with_its_place(string text, string keyPath)
    {
        File.WriteAllText(Path.Combine(_project, ".mlem.yaml"), text);
        MetadataException error = Assert.Throws<MetadataException>(() => MlemConfiguration.Read(_project, []));
        Assert.Equal(keyPath, error.KeyPath);
        Assert.True(error.Line > 0);
    }

    [Theory]
    [InlineData("MLEM_DOCKER_SOURCE", "git")]
    [InlineData("MLEM_DOCKERSOURCE", "git")]
    [InlineData("mlem_docker_source", "git")]
    public void Both_spellings_of_a_docker_variable_count(string name, string value) =>
        Assert.Equal(value, MlemConfiguration.Read(_project, [new(name, value)]).Source);

    [Fact]
    public void Of_the_two_spellings_MLEMs_own_wins() => Assert.Equal(
        "whl", MlemConfiguration.Read(_project, [new("MLEM_DOCKER_SOURCE", "git"), new("MLEM_DOCKERSOURCE", "whl")]).Source);

    [Fact]
    public void A_version_written_as_a_number_is_text()
    {
        File.WriteAllText(Path.Combine(_project, ".mlem.yaml"), "docker:\n  pip_version: 0.4\n");
        Assert.Equal("0.4", MlemConfiguration.Read(_project, []).PipVersion);
    }

    [Fact]
    public void A_server_of_the_environment_is_merged_into_the_projects()
    {
        File.WriteAllText(Path.Combine(_project, ".mlem.yaml"), "core:\n  server:\n    type: fastapi\n    host: 127.0.0.1\n");
        Server server = Server.ConfiguredIn(MlemConfiguration.Read(_project, [new("MLEM_SERVER", "{\"port\": 7}")]));
        Assert.Equal("host: 127.0.0.1\nport: 7\ntype: fastapi\n", server.ToYaml());
    }
}
