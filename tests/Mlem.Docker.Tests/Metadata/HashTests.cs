using System.Text.Json;
using Mlem.Docker.Metadata;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Metadata;

public sealed class HashTests
{
    public static TheoryData<string> SavedObjects() =>
        [.. Golden.Json("hashes.json").GetProperty("objects").EnumerateObject().Select(o => o.Name)];

    /// <summary>A model with a tab after a colon, which PyYAML refuses (D23).</summary>
    internal const string WithTab = "p58_tabs";

    public static TheoryData<string> EditedModels() =>
        [.. Golden.Json("perturbed", "cases.json").EnumerateObject().Select(c => c.Name).Where(name => name != WithTab)];

    [Theory]
    [MemberData(nameof(SavedObjects))]
    public void The_hash_of_a_saved_object_is_the_one_MLEM_computes(string file)
    {
        JsonElement expected = Golden.Json("hashes.json").GetProperty("objects").GetProperty(file);
        if (Unsupported(file))
        {
            Assert.Equal("ObjectTypeNotSupported", Assert.Throws<MlemException>(() => Read(file)).ErrorId);
            return;
        }

        Assert.Equal(expected.GetProperty("hash_load_meta").GetString(), Read(file).Hash);
    }

    [Theory]
    [MemberData(nameof(SavedObjects))]
    public void A_saved_object_is_written_back_byte_for_byte(string file)
    {
        if (!Unsupported(file))
            Assert.Equal(File.ReadAllText(Golden.Path("models", file)), Read(file).ToYaml());
    }

    [Theory]
    [MemberData(nameof(EditedModels))]
    public void A_model_edited_by_hand_has_the_hash_or_the_error_that_MLEM_has(string name)
    {
        JsonElement expected = Golden.Json("perturbed", "cases.json").GetProperty(name);
        string file = Golden.Path("perturbed", name + ".mlem");
        if (expected.TryGetProperty("error", out _))
        {
            MlemException error = Assert.ThrowsAny<MlemException>(() => MlemObjectReader.Read(file));
            Assert.Contains(name + ".mlem", error.Message, StringComparison.Ordinal);
            return;
        }

        MlemObject model = MlemObjectReader.Read(file);
        Assert.Equal(expected.GetProperty("hash_loaded").GetString(), model.Hash);
        Assert.Equal(File.ReadAllText(Golden.Path("perturbed", name + ".hashinput.yaml")), model.ToYaml());
    }

    [Fact]
    public void A_tab_where_a_space_may_stand_is_read_as_one()
    {
        string text = File.ReadAllText(Golden.Path("perturbed", WithTab + ".mlem"));

        Assert.Contains("object_type:\tmodel", text, StringComparison.Ordinal);
        Assert.Equal(MlemYaml.Read(text.Replace('\t', ' ')), MlemYaml.Read(text));
        Assert.IsType<MlemModel>(MlemObjectReader.Read(Golden.Path("perturbed", WithTab + ".mlem")));
    }

    [Theory]
    [MemberData(nameof(EditedModels))]
    public void A_model_edited_by_hand_has_the_requirement_lines_that_MLEM_has(string name)
    {
        JsonElement expected = Golden.Json("perturbed", "cases.json").GetProperty(name);
        if (!expected.TryGetProperty("requirements_txt_lines", out JsonElement lines))
            return;
        var model = (MlemModel)MlemObjectReader.Read(Golden.Path("perturbed", name + ".mlem"));
        Assert.Equal(
            lines.EnumerateArray().Select(l => l.GetString()!),
            model.Requirements.OfType<InstallableRequirement>().Select(r => r.ToString()));
    }

    [Fact]
    public void A_followed_link_has_the_hash_of_its_target()
    {
        MlemObject target = MlemObjectReader.Read(Golden.Path("models", "a_sklearn_df", "link_rel"));
        Assert.Equal("76c290d4692a349c661a31443a21816b", target.Hash);
    }

    private static MlemObject Read(string file) => MlemObjectReader.Read(Golden.Path("models", file), followLinks: false);

    private static bool Unsupported(string file) =>
        File.ReadAllText(Golden.Path("models", file)).Contains("object_type: data", StringComparison.Ordinal);
}
