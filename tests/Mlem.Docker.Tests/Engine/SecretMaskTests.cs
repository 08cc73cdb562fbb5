using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

/// <summary>What a build argument holds is not shown, and what only looks like a part of it is not blotted out.</summary>
public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("|2 KEY=sesame PIN=9876 /bin/sh -c true", "|2 KEY=*** PIN=*** /bin/sh -c true")]
    [InlineData("echo sesame-street", "echo ***-street")]
    [InlineData("+ PIN='9876' run", "+ PIN='***' run")]
    [InlineData("export PIN=\"9876\"", "export PIN=\"***\"")]
    [InlineData("{\"PIN\":\"9876\",\"a\": 9876}", "{\"PIN\":\"***\",\"a\": 9876}")]
    [InlineData("PIN: 9876", "PIN: ***")]
    [InlineData("N=1", "N=***")]
    [InlineData("MULTI=ab", "MULTI=***")]
    public void A_value_is_masked_everywhere_and_a_short_one_behind_its_name(string text, string shown) =>
        Assert.Equal(shown, Mask().Apply(text));

    [Theory]
    [InlineData("Step 1/9 : RUN echo 9876")]
    [InlineData("N=10 N=1x PIN=98765")]
    [InlineData("MAXPIN=9876 MAX_N=1")]
    [InlineData("EMPTY=1 NONE=1 N=")]
    public void A_short_value_beside_no_name_of_its_own_stays(string text) => Assert.Equal(text, Mask().Apply(text));

    private static SecretMask Mask() => new(
        new Dictionary<string, string?> { ["KEY"] = "sesame", ["PIN"] = "9876", ["N"] = "1", ["MULTI"] = "ab\ncd", ["EMPTY"] = "", ["NONE"] = null }, []);
}
