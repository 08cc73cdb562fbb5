using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Tests.Metadata;

public sealed class MlemYamlTests
{
    public static TheoryData<string, string, MlemErrorCategory> Unreadable => new()
    {
        { "a: [", "YamlInvalid", MlemErrorCategory.InvalidData },
        { new string('[', 10_000), "YamlTooDeep", MlemErrorCategory.LimitsExceeded },
        { "a: " + new string('x', 70_000_000), "YamlTooLarge", MlemErrorCategory.LimitsExceeded },
    };

    [Theory]
    [MemberData(nameof(Unreadable), DisableDiscoveryEnumeration = true)]
    public void A_text_that_is_not_read_is_an_error_with_id_place_and_remedy(string text, string id, MlemErrorCategory category)
    {
        MlemYamlException e = Assert.Throws<MlemYamlException>(() => MlemYaml.Read(text, "model.mlem"));

        Assert.Equal((id, category, "model.mlem"), (e.ErrorId, e.Category, e.Source));
        Assert.StartsWith($"model.mlem({e.Line},{e.Column}): {e.Reason}", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Recommendation);
    }

    [Fact]
    public void A_value_that_is_nested_too_deep_to_be_written_is_an_error_with_id_and_category()
    {
        YamlValue value = new YamlSequence([]);
        for (int i = 0; i < 1_000_000; i++)
            value = new YamlSequence([value]);

        MlemException e = Assert.ThrowsAny<MlemException>(() => MlemYaml.Write(value));

        Assert.Equal(("YamlTooDeep", MlemErrorCategory.LimitsExceeded), (e.ErrorId, e.Category));
    }
}
