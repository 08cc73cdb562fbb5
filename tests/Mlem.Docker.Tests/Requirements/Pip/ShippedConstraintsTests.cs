using Mlem.Docker.Requirements;
using Xunit;

namespace Mlem.Docker.Tests.Requirements.Pip;

public class ShippedConstraintsTests
{
    [Theory]
    [InlineData("", "", "core")]
    [InlineData("fastapi", "", "core fastapi")]
    [InlineData("fastapi", "prometheus_fastapi", "core fastapi prometheus_fastapi")]
    [InlineData("streamlit", "", "core fastapi streamlit")]
    [InlineData("_sagemaker", "", "core fastapi _sagemaker")]
    [InlineData("_heroku", "", "core fastapi")]
    [InlineData("_heroku streamlit", "", "core fastapi streamlit")]
    [InlineData("_heroku rmq", "", "core fastapi rmq")]
    [InlineData("rmq", "", "core rmq")]
    [InlineData("my.own.server", "my.middleware", "core")]
    public void A_server_brings_its_lists(string servers, string middlewares, string lists)
    {
        ConstraintSet set = ShippedConstraints.For(Words(servers), Words(middlewares));
        Assert.Equal(
            lists.Split(' ').SelectMany(ShippedConstraints.Read).Select(c => c.Text).Distinct(),
            set.Constraints.Select(c => c.Text));
    }

    [Theory]
    [InlineData("core")]
    [InlineData("fastapi")]
    [InlineData("prometheus_fastapi")]
    [InlineData("rmq")]
    [InlineData("streamlit")]
    [InlineData("_sagemaker")]
    public void Every_line_of_a_list_is_a_bound_on_a_normalised_name(string list) => Assert.All(
        ShippedConstraints.Read(list),
        // Two have a lower bound as well, below which they install and do not work.
        c => Assert.Equal((c.Package, c.Package is "sagemaker" or "streamlit" ? 2 : 1), (c.Requirement.Name, c.Requirement.Specifiers.Clauses.Count)));

    [Fact]
    public void Flatdict_is_exact_below_Python_3_10_and_only_bounded_above()
    {
        ConstraintSet set = ShippedConstraints.For(["fastapi"]);
        Assert.Equal("3.4.0", set.ExactVersion("flatdict", PipMarkerEnvironment.ForPython("3.9.13")));
        Assert.Null(set.ExactVersion("flatdict", PipMarkerEnvironment.ForPython("3.11.2")));
        Assert.Null(set.ExactVersion("flatdict"));
    }

    [Fact]
    public void Every_bound_of_every_list_is_written()
    {
        ConstraintSet set = ShippedConstraints.For(["streamlit", "_sagemaker", "rmq"], ["prometheus_fastapi"]);
        string[] lines = set.Render()!.TrimEnd('\n').Split('\n');
        string[] files = Directory.GetFiles(Path.Combine(PipGolden.Root, "src", "Mlem.Docker", "Requirements", "pins"), "*.txt");
        IEnumerable<string> all = files.SelectMany(File.ReadAllLines).Where(l => !l.StartsWith('#')).Distinct();
        Assert.Equal(all.Order(StringComparer.Ordinal), lines.Skip(1).Order(StringComparer.Ordinal));
        Assert.StartsWith("#", lines[0], StringComparison.Ordinal);
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
