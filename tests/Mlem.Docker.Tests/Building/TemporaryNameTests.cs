using Mlem.Docker.Building;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Tests.Building;

/// <summary>A clean-up takes away names that this module gave for the time of a build, and no other.</summary>
public sealed class TemporaryNameTests
{
    [Theory]
    [InlineData("iris:latest")]
    [InlineData("localhost:5000/team/iris:1.0")]
    public void A_name_of_ours_is_known_by_itself(string name)
    {
        ImageReference beside = TemporaryName.Beside(ImageReference.Parse(name));
        Assert.True(TemporaryName.Is(beside.EngineName), beside.EngineName);
        Assert.NotEqual(beside, TemporaryName.Beside(ImageReference.Parse(name)));
    }

    [Theory]
    [InlineData("iris:verify-0123abcd")]
    [InlineData("iris:verify-00000000000000000000000000000000")]
    [InlineData("iris:verify-0123456789abcdef0123456789abcdef")]
    [InlineData("iris:verify-")]
    [InlineData("iris")]
    [InlineData("verify-0123456789abcdef0123456789abcdef")]
    public void A_users_own_tag_of_the_same_form_is_none_of_ours(string name) => Assert.False(TemporaryName.Is(name));
}
