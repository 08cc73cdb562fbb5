using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>Adds to a build what pip's output means: a reason and a remedy to a failure, warnings to a success.</summary>
internal static class PipDiagnosis
{
    /// <summary>The failure with pip's reason after the output and pip's remedy as advice; the same one when pip did not fail.</summary>
    public static ImageBuildException Explain(ImageBuildException failure, BuildOutput output, DockerContext context)
    {
        if (failure.Instruction?.Contains("pip", StringComparison.Ordinal) != true)
            return failure;
        PipFailure? pip = PipFailureReader.Read(output.Lines, context.BuildArgs.EffectivePythonVersion);
        return pip is null
            ? failure
            : new ImageBuildException(
                failure.ErrorId,
                failure.Category,
                $"{failure.Message}\n{pip.Reason}",
                failure.EngineMessage ?? failure.Message,
                failure.Target,
                pip.Remedy)
            {
                Step = failure.Step,
                ExitCode = failure.ExitCode,
                OutputTail = failure.OutputTail,
                Pip = pip,
            };
    }

    /// <summary>What pip let pass though it breaks something, as sentences.</summary>
    public static IEnumerable<string> Warnings(BuildOutput output) =>
        PipFailureReader.ReadWarnings(output.Lines).Select(w => $"{w.Message} {w.Remedy}");
}
