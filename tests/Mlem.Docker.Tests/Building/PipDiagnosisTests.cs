using Mlem.Docker.Building;
using Mlem.Docker.Engine;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Building;

public sealed class PipDiagnosisTests
{
    [Fact]
    public async Task A_failed_pip_step_says_why_and_what_to_do_beside_its_output()
    {
        PipInstallException explained = await PipAsync(
            "RUN pip install -r requirements.txt && pip cache purge",
            "ERROR: Could not find a version that satisfies the requirement numpy==9.9 (from versions: 1.24.2, 1.26.4)",
            "ERROR: No matching distribution found for numpy==9.9");
        Assert.Equal("numpy", explained.Pip.Package);
        Assert.StartsWith("the engine's words\n", explained.Message, StringComparison.Ordinal);
        Assert.EndsWith(explained.Pip.Reason, explained.Message, StringComparison.Ordinal);
        Assert.Equal(explained.Pip.Remedy, explained.Recommendation);
    }

    [Fact]
    public async Task A_step_without_pip_is_left_as_it_is() =>
        Assert.IsType<ImageBuildException>(await ExplainAsync("RUN false", "ERROR: No matching distribution found for numpy==9.9"));

    [Fact]
    public async Task An_old_pip_that_only_says_that_nothing_matches_is_helped_with_the_constraint_that_excludes_it()
    {
        PipInstallException explained = await PipAsync(
            "RUN pip install -c constraints.txt -r requirements.txt", "ERROR: No matching distribution found for click==8.2.1",
            "ERROR: Could not find a version that satisfies the requirement click==8.2.1");
        Assert.Equal(PipFailureKind.Conflict, explained.Pip.Kind);
        Assert.Contains("'click<=8.1.8' (constraints.txt, line ", explained.Pip.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_constraint_that_does_not_count_for_the_images_Python_is_not_blamed()
    {
        PipInstallException explained = await PipAsync(
            new DockerBuildArgs { PythonVersion = "3.11.2" }, "RUN pip install x",
            "ERROR: Could not find a version that satisfies the requirement flatdict==4.0.1");
        Assert.DoesNotContain("3.4.0", explained.Pip.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_base_image_given_by_hand_the_Python_is_not_guessed()
    {
        PipInstallException explained = await PipAsync(
            new DockerBuildArgs { BaseImage = "our/python" }, "RUN pip install x",
            "ERROR: Could not find a version that satisfies the requirement numpy==9.9 (from versions: 1.24.2, 1.26.4)");
        Assert.Contains("this Python", explained.Pip.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("3.9.13", explained.Pip.Reason, StringComparison.Ordinal);
    }

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

    private static Task<PipInstallException> PipAsync(string instruction, params string[] lines) =>
        PipAsync(new DockerBuildArgs(), instruction, lines);

    private static async Task<PipInstallException> PipAsync(DockerBuildArgs args, string instruction, params string[] lines) =>
        Assert.IsType<PipInstallException>(await ExplainAsync(args, instruction, lines));

    private static Task<ImageBuildException> ExplainAsync(string instruction, params string[] lines) =>
        ExplainAsync(new DockerBuildArgs(), instruction, lines);

    private static async Task<ImageBuildException> ExplainAsync(DockerBuildArgs args, string instruction, params string[] lines)
    {
        var output = new BuildOutput(NullOperationObserver.Instance);
        foreach (string line in lines)
            output.Verbose(line);
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Golden.Path("models", "a_sklearn_df", "model"))) { Args = args }, TestContext.Current.CancellationToken);
        var failure = new ImageBuildException(
            "ImageBuildFailed", MlemErrorCategory.InvalidOperation, "the engine's words", "the engine's words", "iris", "advice")
        {
            Step = new BuildStep(4, 9, instruction, Cached: false, TimeSpan.FromSeconds(1)),
            ExitCode = 1,
        };
        return PipDiagnosis.Explain(failure, output, context);
    }
}
