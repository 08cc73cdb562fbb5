using Mlem.Docker.Building;
using Mlem.Docker.Engine;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Building;

public sealed class PipDiagnosisTests
{
    [Fact]
    public async Task A_failed_pip_step_says_why_and_what_to_do_beside_its_output()
    {
        ImageBuildException explained = await ExplainAsync(
            "RUN pip install -r requirements.txt && pip cache purge",
            "ERROR: Could not find a version that satisfies the requirement numpy==9.9 (from versions: 1.24.2, 1.26.4)",
            "ERROR: No matching distribution found for numpy==9.9");
        Assert.Equal("numpy", explained.Pip!.Package);
        Assert.StartsWith("the engine's words\n", explained.Message, StringComparison.Ordinal);
        Assert.EndsWith(explained.Pip.Reason, explained.Message, StringComparison.Ordinal);
        Assert.Equal(explained.Pip.Remedy, explained.Recommendation);
    }

    [Fact]
    public async Task A_step_without_pip_is_left_as_it_is() =>
        Assert.Null((await ExplainAsync("RUN false", "ERROR: No matching distribution found for numpy==9.9")).Pip);

    [Fact]
    public void What_pip_lets_pass_becomes_a_warning()
    {
        var output = new BuildOutput(NullOperationObserver.Instance);
        output.Verbose("mlem 0.4.14 requires pydantic<2,>=1.9.0, but you have pydantic 2.5.0 which is incompatible.");
        Assert.Contains("pydantic", Assert.Single(PipDiagnosis.Warnings(output)), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_last_lines_of_a_long_output_are_kept()
    {
        var output = new BuildOutput(NullOperationObserver.Instance);
        for (int i = 0; i < 6000; i++)
            output.Verbose($"line {i}");
        Assert.Equal(5000, output.Lines.Count);
        Assert.Equal("line 5999", output.Lines[^1]);
    }

    private static async Task<ImageBuildException> ExplainAsync(string instruction, params string[] lines)
    {
        var output = new BuildOutput(NullOperationObserver.Instance);
        foreach (string line in lines)
            output.Verbose(line);
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Golden.Path("models", "a_sklearn_df", "model"))), TestContext.Current.CancellationToken);
        var failure = new ImageBuildException(
            "ImageBuildFailed", MlemErrorCategory.InvalidOperation, "the engine's words", "the engine's words", "iris", "advice")
        {
            Step = new BuildStep(4, 9, instruction, Cached: false, TimeSpan.FromSeconds(1)),
            ExitCode = 1,
        };
        return PipDiagnosis.Explain(failure, output, context);
    }
}
