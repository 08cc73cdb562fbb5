using System.Text.Json;
using Mlem.Docker.Metadata;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Metadata;

/// <summary>Counts, kind by kind, how much of the golden data comes out as the real MLEM's.</summary>
public sealed class GoldenTableTests
{
    [Fact]
    public void Every_hash_of_a_saved_object_is_MLEMs()
    {
        JsonProperty[] all = [.. Golden.Json("hashes.json").GetProperty("objects").EnumerateObject()];
        int equal = all.Count(o =>
            Hash(Golden.Path("models", o.Name)) == o.Value.GetProperty("hash_load_meta").GetString());
        GoldenCount.Report("hash of a saved object", all.Length, equal);
        Assert.Equal(all.Length, equal);
    }

    [Fact]
    public void Every_model_edited_by_hand_has_MLEMs_hash_or_an_error_where_MLEM_has_one()
    {
        JsonProperty[] all = [.. Golden.Json("perturbed", "cases.json").EnumerateObject()];
        int equal = all.Count(c => Hash(Golden.Path("perturbed", c.Name + ".mlem"))
            == (c.Value.TryGetProperty("hash_loaded", out JsonElement hash) ? hash.GetString() : null));
        GoldenCount.Report("model edited by hand: hash or error", all.Length, equal, onPurpose: 1, "D23");
        Assert.Contains(all, c => c.Name == HashTests.WithTab);
        Assert.Equal(all.Length - 1, equal);
    }

    [Theory]
    [InlineData("models", "*.mlem", "model or link: round trip")]
    [InlineData("declarations", "*.mlem", "declaration: round trip")]
    [InlineData("states", "*.mlem", "declaration with a state: round trip")]
    public void Every_file_is_written_back_byte_for_byte(string folder, string pattern, string kind)
    {
        string[] files = [.. Files(folder, pattern)];
        int equal = files.Count(f => Text(f) == File.ReadAllText(f));
        GoldenCount.Report(kind, files.Length, equal);
        Assert.Equal(files.Length, equal);
    }

    [Fact]
    public void Every_state_file_is_written_back_byte_for_byte()
    {
        string[] texts =
        [
            .. Golden.Json("states", "index.json").GetProperty("cases").EnumerateObject()
                .SelectMany(c => c.Value.GetProperty("steps").EnumerateArray())
                .SelectMany(s => s.GetProperty("state_files").EnumerateObject())
                .Where(f => !f.Name.EndsWith(".lock", StringComparison.Ordinal))
                .Select(f => f.Value.GetString()!),
            .. Files("states", "*.mlem.state").Select(File.ReadAllText),
        ];
        int equal = texts.Count(t => DockerContainerState.Parse(t, "a state").ToYaml() == t);
        GoldenCount.Report("state file: round trip", texts.Length, equal);
        Assert.Equal(texts.Length, equal);
    }

    [Fact]
    public void Every_file_of_the_seed_is_read_and_written_in_the_form_of_today()
    {
        string[] files = [.. Files("mlem-0.3.0", "*.mlem").Where(f => !f.Contains("docker_dirs", StringComparison.Ordinal))];
        JsonElement read = Golden.Json("mlem-0.3.0", "read_by_0.4.14.json");
        int beyond = 0;
        int equal = files.Count(f =>
        {
            string name = Path.GetRelativePath(Golden.Path("mlem-0.3.0"), f).Replace('\\', '/');
            bool refused = read.GetProperty(name).TryGetProperty("error", out _);
            beyond += refused ? 1 : 0;
            return !refused && Hash(f) == read.GetProperty(name).GetProperty("hash").GetString();
        });
        GoldenCount.Report("file of MLEM 0.3.0: hash in 0.4.14", files.Length, equal, beyond, "read here, refused by 0.4.14");
        Assert.Equal(files.Length, equal + beyond);
        Assert.All(files, f => Assert.NotNull(Hash(f)));
    }

    // An empty declaration is what MLEM left when it could not write one: it is read by neither.
    private static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Golden.Path(folder), pattern, SearchOption.AllDirectories).Where(f => new FileInfo(f).Length > 0);

    private static string? Hash(string file) => Read(file)?.Hash;

    private static string? Text(string file) => Read(file)?.ToYaml();

    private static MlemObject? Read(string file)
    {
        try
        {
            return MlemObjectReader.Read(file, followLinks: false);
        }
        catch (MlemException)
        {
            return null;
        }
    }
}
