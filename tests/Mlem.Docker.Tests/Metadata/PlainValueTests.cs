using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Tests.Metadata;

/// <summary>The values of a file as PowerShell works with them.</summary>
public sealed class PlainValueTests
{
    [Theory]
    [InlineData("8080", typeof(int))]
    [InlineData("-2147483648", typeof(int))]
    [InlineData("2147483648", typeof(long))]
    [InlineData("9223372036854775808", typeof(System.Numerics.BigInteger))]
    [InlineData("1.5", typeof(double))]
    [InlineData("true", typeof(bool))]
    [InlineData("'8080'", typeof(string))]
    public void A_number_is_of_the_least_type_that_holds_it(string yaml, Type expected) =>
        Assert.IsType(expected, PlainValue.From(YamlReader.Read(yaml)));
}
