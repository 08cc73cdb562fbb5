using System.Text.Json;
using Mlem.Docker.Deployment;
using Mlem.Docker.Metadata;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Metadata;

public sealed class DeclarationTests
{
    public static TheoryData<string> Declarations() => Files(Golden.Path("declarations"), "*.mlem");

    public static TheoryData<string> StateFiles() => Files(Golden.Path("states"), "*.mlem.state");

    public static TheoryData<string, string, string> StateSteps()
    {
        var steps = new TheoryData<string, string, string>();
        foreach (JsonProperty test in Golden.Json("states", "index.json").GetProperty("cases").EnumerateObject())
        {
            foreach (JsonElement step in test.Value.GetProperty("steps").EnumerateArray())
            {
                foreach (JsonProperty file in step.GetProperty("state_files").EnumerateObject())
                {
                    if (!file.Name.EndsWith(".lock", StringComparison.Ordinal))
                        steps.Add(test.Name, step.GetProperty("step").GetString()!, file.Value.GetString()!);
                }
            }
        }

        return steps;
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_declaration_is_written_back_byte_for_byte(string file)
    {
        string path = Golden.Path("declarations", file);
        string text = File.ReadAllText(path);
        if (text.Length == 0)
        {
            // What MLEM left of a declaration that it could not dump.
            Assert.ThrowsAny<MlemException>(() => MlemObjectReader.Read(path));
            return;
        }

        Assert.Equal(text, MlemObjectReader.Read(path, followLinks: false).ToYaml());
    }

    [Theory]
    [MemberData(nameof(Declarations))]
    public void A_declaration_has_the_hash_that_MLEM_computes(string file)
    {
        JsonElement objects = Golden.Json("declarations", "index.json").GetProperty("objects");
        if (objects.TryGetProperty(file[..^".mlem".Length], out JsonElement expected)
            && expected.TryGetProperty("hash", out JsonElement hash))
        {
            Assert.Equal(hash.GetString(), MlemObjectReader.Read(Golden.Path("declarations", file), followLinks: false).Hash);
        }
    }

    [Theory]
    [MemberData(nameof(StateFiles))]
    public void A_state_file_is_written_back_byte_for_byte(string file)
    {
        string text = File.ReadAllText(Golden.Path("states", file));
        Assert.Equal(text, DockerContainerState.Parse(text, file).ToYaml());
    }

    [Theory]
    [MemberData(nameof(StateSteps))]
    public void Every_step_of_a_state_is_written_back_byte_for_byte(string test, string step, string text) =>
        Assert.Equal(text, DockerContainerState.Parse(text, $"{test}, {step}").ToYaml());

    [Fact]
    public void A_state_keeps_the_revision_of_a_model_that_MLEM_deployed_from_a_repository()
    {
        const string Text =
            "container_id: i\ndeclaration:\n  env:\n    object_type: env\n    type: docker\n  object_type: deployment\n  type: docker_container\n"
            + "model_hash: h\nmodel_link:\n  path: m.mlem\n  project: https://github.com/o/r\n  rev: v1\ntype: docker_container\n";
        DockerContainerState state = DockerContainerState.Parse(Text, "s");
        Assert.Equal("v1", state.ModelRevision);
        Assert.Equal(Text, state.ToYaml());

        // The file that lies at the path now may be another model.
        Assert.Equal((null, null), StatusReader.Model(state with { ModelProject = "file:///x/" }));
    }

    private static TheoryData<string> Files(string folder, string pattern) =>
        [.. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order()];
}
