using System.Text.Json;
using Mlem.Docker.Metadata;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Metadata;

/// <summary>What MLEM 0.3.0 wrote: read here where 0.4.14 reads it, with its hash, and beyond that.</summary>
public sealed class SeedDialectTests
{
    public static TheoryData<string> Files()
    {
        JsonElement read = Golden.Json("mlem-0.3.0", "read_by_0.4.14.json");
        return [.. read.EnumerateObject().Where(f => f.Name.EndsWith(".mlem", StringComparison.Ordinal) && f.Value.ValueKind == JsonValueKind.Object).Select(f => f.Name)];
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_that_MLEM_still_reads_has_the_hash_it_has_there(string file)
    {
        JsonElement expected = Golden.Json("mlem-0.3.0", "read_by_0.4.14.json").GetProperty(file);
        MlemObject read = MlemObjectReader.Read(Golden.Path("mlem-0.3.0", file), followLinks: false);
        if (expected.TryGetProperty("hash", out JsonElement hash))
            Assert.Equal(hash.GetString(), read.Hash);
        else
            Assert.Equal(read, MlemObjectReader.FromDocument(read.Document) with { Path = read.Path, ProjectRoot = read.ProjectRoot }, SameText.Instance);
    }

    [Fact]
    public void Image_name_and_port_mapping_become_image_and_ports()
    {
        var deployment = (DockerContainer)MlemObjectReader.Read(Golden.Path("mlem-0.3.0", "declarations", "dep_full.mlem"));
        Assert.Equal("img", deployment.Image!.Name);
        Assert.Equal(["80:8080", "9001:9000"], deployment.Ports);
        Assert.Contains("ports:\n- 80:8080\n- 9001:9000\n", deployment.ToYaml(), StringComparison.Ordinal);
        Assert.Contains("image:\n  name: img\n", deployment.ToYaml(), StringComparison.Ordinal);
        Assert.False(deployment.Rm);
    }

    [Fact]
    public void The_env_of_a_builder_becomes_its_daemon()
    {
        var builder = (DockerImageBuilder)MlemObjectReader.Read(Golden.Path("mlem-0.3.0", "declarations", "b_image_env.mlem"));
        Assert.Equal("tcp://h:2375", builder.Daemon.Host);
        Assert.True(builder.ForceOverwrite);
        Assert.False(builder.Push);
        Assert.DoesNotContain("env:", builder.ToYaml(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_state_is_read_and_written_in_the_form_of_today()
    {
        string path = Golden.Path("mlem-0.3.0", "state", "dep.mlem.state");
        DockerContainerState state = DockerContainerState.Parse(File.ReadAllText(path), path);
        Assert.Equal("cid", state.ContainerId);
        Assert.Equal(["80:8080"], state.Declaration.Ports);
        Assert.DoesNotContain("port_mapping", state.ToYaml(), StringComparison.Ordinal);
    }

    private sealed class SameText : IEqualityComparer<MlemObject>
    {
        public static SameText Instance { get; } = new();

        public bool Equals(MlemObject? x, MlemObject? y) => x?.ToYaml() == y?.ToYaml();

        public int GetHashCode(MlemObject obj) => 0;
    }
}
