using System.Text.Json;
using CsCheck;
using Mlem.Docker.Requirements;
using Xunit;

namespace Mlem.Docker.Tests.Requirements.Pip;

public class PipVersionTests
{
    private static readonly JsonElement Golden = PipGolden.Read("pip", "versions.json");

    private static readonly string[] Texts = Golden.GetProperty("versions").EnumerateArray()
        .Select(v => v.GetProperty("text").GetString()!).ToArray();

    [Fact]
    public void Versions_are_ordered_as_pip_orders_them()
    {
        PipVersion[][] groups = Golden.GetProperty("order").EnumerateArray()
            .Select(g => g.Strings().Select(PipVersion.Parse).ToArray()).ToArray();
        for (int i = 0; i < groups.Length; i++)
        {
            foreach (PipVersion one in groups[i])
            {
                Assert.All(groups[i], other => Assert.Equal(0, one.CompareTo(other)));
                Assert.All(groups[i], other => Assert.Equal(one.GetHashCode(), other.GetHashCode()));
                Assert.All(groups[..i].SelectMany(g => g), lower => Assert.True(one.CompareTo(lower) > 0, $"{one.Text} > {lower.Text}"));
            }
        }
    }

    [Fact]
    public void Versions_have_the_normal_form_and_kind_that_pip_gives_them()
    {
        foreach (JsonElement version in Golden.GetProperty("versions").EnumerateArray())
        {
            PipVersion parsed = PipVersion.Parse(version.GetProperty("text").GetString()!);
            Assert.Equal(version.GetProperty("normal").GetString(), parsed.ToString());
            Assert.Equal(version.GetProperty("pre").GetBoolean(), parsed.IsPrerelease);
            Assert.Equal(version.GetProperty("post").GetBoolean(), parsed.IsPostrelease);
        }
    }

    [Fact]
    public void What_pip_takes_for_no_version_is_none() =>
        Assert.All(Golden.GetProperty("invalid_versions").Strings(), text => Assert.False(PipVersion.TryParse(text, out _), text));

    [Fact]
    public void The_normal_form_is_the_same_version() => Gen.OneOfConst(Texts).Sample(text =>
        PipVersion.Parse(text).Equals(PipVersion.Parse(PipVersion.Parse(text).ToString())));

    [Fact]
    public void A_release_counts_without_its_phase()
    {
        Assert.Equal(0, PipVersion.Parse("2.0b1").CompareRelease(PipVersion.Parse("2")));
        Assert.True(PipVersion.Parse("1.99.post3").CompareRelease(PipVersion.Parse("2")) < 0);
    }

    [Theory]
    [InlineData("My_Pkg", "my-pkg")]
    [InlineData("zope.interface", "zope-interface")]
    [InlineData("a-_.b", "a-b")]
    [InlineData("FastAPI", "fastapi")]
    public void Names_are_normalised_as_PEP_503_says(string name, string normal) => Assert.Equal(normal, PackageName.Normalize(name));
}
