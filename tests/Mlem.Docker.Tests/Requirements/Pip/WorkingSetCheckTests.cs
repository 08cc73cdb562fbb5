using Mlem.Docker.Requirements;
using Xunit;

namespace Mlem.Docker.Tests.Requirements.Pip;

public class WorkingSetCheckTests
{
    [Theory]
    [InlineData("3.7.9", "fastapi")]
    [InlineData("3.14", "fastapi")]
    [InlineData("3.14.0rc1", "rmq")]
    [InlineData("3.20.1", "fastapi")]
    [InlineData("2.7", "fastapi")]
    [InlineData("3", "fastapi")]
    [InlineData("4.0", "fastapi")]
    [InlineData("3.13", "_sagemaker")]
    [InlineData("3.13.2", "_heroku _sagemaker")]
    public void A_Python_without_a_working_set_is_refused(string python, string servers)
    {
        MlemException error = Assert.Throws<MlemException>(() => WorkingSetCheck.Ensure(python, servers.Split(' '), []));
        Assert.Equal("PythonNotSupported", error.ErrorId);
        Assert.Contains($"Python {python}:", error.Message, StringComparison.Ordinal);
        Assert.Contains("-PythonVersion", error.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.8", "fastapi")]
    [InlineData("3.9.13", "streamlit")]
    [InlineData("3.12.1", "_sagemaker")]
    [InlineData("3.13.0", "fastapi")]
    [InlineData("3.13-slim", "my.server")]
    [InlineData("our-python", "fastapi")]
    [InlineData(null, "_sagemaker")]
    public void A_Python_with_a_working_set_or_one_that_is_not_to_be_judged_passes(string? python, string server) =>
        WorkingSetCheck.Ensure(python, [server], [new("numpy", "1.26.4", "m"), new("pandas", "2.2", "m")]);

    [Theory]
    [InlineData("2.0.0", "_sagemaker", true)]
    [InlineData("2.2", "_heroku _sagemaker", true)]
    [InlineData("1.26.4", "_sagemaker", false)]
    [InlineData("2.2", "fastapi", false)]
    public void Numpy_2_is_refused_beside_sagemaker(string version, string servers, bool refused)
    {
        void Ensure() => WorkingSetCheck.Ensure("3.11", servers.Split(' '), [new("NumPy", version, "m")]);
        if (refused)
            Assert.Contains("NumPy 1", Assert.Throws<MlemException>(Ensure).Message, StringComparison.Ordinal);
        else
            Ensure();
    }

    [Theory]
    [InlineData("pydantic", "2")]
    [InlineData("Pydantic", "2.0b1")]
    [InlineData("click", "8.2.0")]
    [InlineData("click", "8.2.0rc1")]
    [InlineData("isort", "8.0.0")]
    [InlineData("isort", "9.1")]
    [InlineData("typer", "0.26.0")]
    [InlineData("FASTAPI", "0.126.0")]
    [InlineData("fastapi", "1.0")]
    public void A_version_that_MLEM_cannot_live_with_is_refused(string package, string version)
    {
        MlemException error = Assert.Throws<MlemException>(
            () => WorkingSetCheck.Ensure("3.11", ["fastapi"], [new(package, version, "model 'iris.mlem'")]));
        Assert.Equal("RequirementNotSupported", error.ErrorId);
        Assert.Contains($"{package}=={version}, which model 'iris.mlem' asks for", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.Recommendation);
    }

    [Theory]
    [InlineData("pydantic", "1.10.27")]
    [InlineData("click", "8.1.8")]
    [InlineData("isort", "7.0.0")]
    [InlineData("typer", "0.25.9")]
    [InlineData("fastapi", "0.125.0")]
    [InlineData("pydantic-core", "2.1")]
    [InlineData("pydantic", "odd")]
    public void A_version_below_the_limit_passes(string package, string version) =>
        WorkingSetCheck.Ensure("3.11", ["fastapi"], [new(package, version, "m")]);
}
