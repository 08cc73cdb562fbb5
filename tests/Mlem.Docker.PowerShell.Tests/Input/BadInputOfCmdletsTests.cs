namespace Mlem.Docker.PowerShell.Tests.Input;

/// <summary>The cmdlet that has the parameters of all builds, and is tried with every value.</summary>
public sealed class BadBuildInputTests : BadInputTests
{
    internal const string Cmdlet = "Export-MlemDockerDir";

    [Fact]
    public void No_value_of_any_parameter_brings_another_error_than_a_listed_one() => Try(Cmdlet);
}

/// <summary>Cmdlets that start something.</summary>
public sealed class BadStartInputTests : BadInputTests
{
    internal const string Verb = "Start-";

    public static TheoryData<string> Cmdlets => Named(name => name.StartsWith(Verb, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void No_value_of_any_parameter_brings_another_error_than_a_listed_one(string cmdlet) => Try(cmdlet);
}

/// <summary>All others.</summary>
public sealed class BadOtherInputTests : BadInputTests
{
    public static TheoryData<string> Cmdlets => Named(name => name != BadBuildInputTests.Cmdlet && !name.StartsWith(BadStartInputTests.Verb, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void No_value_of_any_parameter_brings_another_error_than_a_listed_one(string cmdlet) => Try(cmdlet);
}
