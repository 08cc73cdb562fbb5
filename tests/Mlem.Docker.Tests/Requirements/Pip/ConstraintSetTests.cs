using Mlem.Docker.Requirements;
using Xunit;

namespace Mlem.Docker.Tests.Requirements.Pip;

public class ConstraintSetTests
{
    private static readonly PipMarkerEnvironment Python39 = PipMarkerEnvironment.ForPython("3.9.13");

    private static readonly PipMarkerEnvironment Python311 = PipMarkerEnvironment.ForPython("3.11.2");

    [Fact]
    public async Task The_users_constraint_of_a_package_replaces_every_shipped_one()
    {
        ConstraintSet set = ConstraintSet.Combine(ShippedConstraints.For([]), await Read("FlatDict<4", "Click==8.0"));
        Assert.Equal(["FlatDict<4"], set.For("flatdict").Select(c => c.Text));
        Assert.Equal(["Click==8.0"], set.For("click").Select(c => c.Text));
        Assert.Equal(["isort<=7.0.0"], set.For("isort").Select(c => c.Text));
    }

    [Fact]
    public async Task A_users_constraint_for_another_Python_leaves_the_shipped_one_in_force()
    {
        ConstraintSet user = await Read("click<8; python_version < '3.10'");
        Assert.Equal(2, ConstraintSet.Combine(ShippedConstraints.For([]), user, Python311).For("click").Count());
        Assert.Single(ConstraintSet.Combine(ShippedConstraints.For([]), user, Python39).For("click"));
    }

    [Fact]
    public async Task Two_exact_constraints_that_differ_are_an_error_that_names_both()
    {
        ConstraintSet fromArgs = await new ConstraintReader("/", "constraints of DockerBuildArgs").ReadAsync(["fastapi==0.92.0"], Cancel);
        ConstraintSet user = ConstraintSet.Join(fromArgs, await Read("six==1", "FastAPI==0.93"));
        MlemException error = Assert.Throws<MlemException>(() => ConstraintSet.Combine(ConstraintSet.Empty, user));
        Assert.Equal("ConstraintConflict", error.ErrorId);
        Assert.Contains("'fastapi==0.92.0' (constraints of DockerBuildArgs, item 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("'FastAPI==0.93' (-Constraint, item 2)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("six==1", "six>2")]
    [InlineData("six<1", "six==1.5")]
    [InlineData("six==1,>2", "numpy")]
    [InlineData("six==1; python_version<'3.10'", "six==2; python_version<'3.10'")]
    [InlineData("six @ https://e.org/a.zip", "six @ https://e.org/b.zip")]
    public async Task Constraints_that_cannot_hold_together_are_an_error(string one, string other)
    {
        ConstraintSet user = await Read(one, other);
        Assert.Equal("ConstraintConflict", Assert.Throws<MlemException>(() => ConstraintSet.Combine(ConstraintSet.Empty, user)).ErrorId);
    }

    [Theory]
    [InlineData("six==1", "six==1.0.0")]
    [InlineData("six==1.5", "six<2")]
    [InlineData("six==1; python_version<'3.10'", "six==2; python_version>='3.10'")]
    [InlineData("six==1", "SIX===1")]
    public async Task Constraints_that_can_hold_together_are_none(string one, string other)
    {
        ConstraintSet user = await Read(one, other);
        Assert.Equal(2, ConstraintSet.Combine(ConstraintSet.Empty, user).Constraints.Count);
        Assert.Equal(2, ConstraintSet.Combine(ConstraintSet.Empty, user, Python39).Constraints.Count);
    }

    [Fact]
    public async Task A_constraint_that_excludes_the_models_own_version_is_an_error_that_names_both()
    {
        ConstraintSet set = ConstraintSet.Combine(ShippedConstraints.For([]), await Read("NumPy<1.20"));
        MlemException error = Assert.Throws<MlemException>(
            () => set.EnsureAllows([new PinnedPackage("numpy", "1.24.2", "model 'iris.mlem'")]));
        Assert.Equal("ConstraintContradictsModel", error.ErrorId);
        Assert.Contains("'NumPy<1.20' (-Constraint, item 1)", error.Message, StringComparison.Ordinal);
        Assert.Contains("numpy==1.24.2, which model 'iris.mlem' asks for", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_models_version_may_lie_above_a_shipped_bound_and_outside_a_constraint_for_another_Python()
    {
        ConstraintSet set = ConstraintSet.Combine(ShippedConstraints.For([]), await Read("numpy<1; python_version<'3.10'"), Python311);
        set.EnsureAllows([new("pyyaml", "7.0", "m"), new("numpy", "1.24.2", "m"), new("odd", "not a version", "m")], Python311);
        Assert.Throws<MlemException>(() => set.EnsureAllows([new("numpy", "1.24.2", "m")], Python39));
    }

    [Theory]
    [InlineData("fastapi==0.92.0", "0.92.0")]
    [InlineData("FastAPI === 0.92.0", "0.92.0")]
    [InlineData("fastapi<1", null)]
    [InlineData("fastapi==0.92.*", null)]
    [InlineData("fastapi", null)]
    [InlineData("fastapi==0.92.0; python_version<'3.10'", "0.92.0")]
    [InlineData("fastapi==0.92.0; python_version>='3.10'", null)]
    [InlineData("fastapi==0.92.0; platform_machine=='x86_64'", null)]
    [InlineData("fastapi @ https://e.org/fastapi.zip", null)]
    public async Task Only_an_exact_constraint_that_counts_gives_the_one_version(string line, string? version) =>
        Assert.Equal(version, (await Read(line)).ExactVersion("FastApi", Python39));

    [Fact]
    public async Task Bounds_beside_an_exact_constraint_do_not_hide_it() =>
        Assert.Equal("0.92.0", (await Read("fastapi<1", "fastapi==0.92.0")).ExactVersion("fastapi"));

    [Fact]
    public async Task The_text_is_one_comment_and_the_packages_in_order()
    {
        ConstraintSet set = ConstraintSet.Combine(
            ShippedConstraints.Read("rmq").ToList() is var rmq ? new ConstraintSet(rmq, []) : ConstraintSet.Empty,
            await Read("Zope.Interface<6", "six==1 # why", "numpy>=1,<2 ; python_version < '3.10'"));
        Assert.Equal(
            $"""
            # Constraints for pip: bounds of Mlem.Docker for MLEM 0.4.14, PyPI of {ShippedConstraints.Date} (rmq); -Constraint
            numpy>=1,<2 ; python_version < '3.10'
            pika<=1.4.4
            six==1
            Zope.Interface<6

            """.ReplaceLineEndings("\n"),
            set.Render());
    }

    [Fact]
    public async Task Packages_that_requirements_txt_pins_are_left_out_and_nothing_left_is_no_text()
    {
        ConstraintSet set = await Read("fastapi==0.92.0", "My_Pkg<2");
        Assert.DoesNotContain("fastapi", set.Render(["FastAPI"]), StringComparison.Ordinal);
        Assert.Null(set.Render(["FastAPI", "my.pkg"]));
        Assert.Null(ConstraintSet.Empty.Render());
    }

    [Fact]
    public async Task The_text_names_a_file_without_its_folder()
    {
        using ScratchFolder folder = new();
        string path = folder.Write("bounds.txt", "six==1\n");
        ConstraintSet set = await new ConstraintReader(folder.Path).ReadAsync([path], Cancel);
        Assert.Equal("# Constraints for pip: bounds.txt\nsix==1\n", set.Render());
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<ConstraintSet> Read(params string[] items) => new ConstraintReader(Path.GetTempPath()).ReadAsync(items, Cancel);
}
