using Mlem.Docker.Context;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>Adds to a build what apt's failure means on a Debian whose packages are gone.</summary>
internal static class AptDiagnosis
{
    /// <summary>The failure with the reason after the output and the remedy as advice; the same one when it is not apt's.</summary>
    public static ImageBuildException Explain(ImageBuildException failure, BuildOutput output, BaseGround ground)
    {
        bool apt = failure.Instruction?.Contains("apt", StringComparison.Ordinal) == true
            && output.Lines.Any(l => l.StartsWith("E: ", StringComparison.Ordinal) || l.Contains(" E: ", StringComparison.Ordinal));
        return !apt || ground.Failure is not { } why
            ? failure
            : new ImageBuildException(
                failure.ErrorId, failure.Category, $"{failure.Message}\n{why.Reason}", failure.EngineMessage ?? failure.Message,
                failure.Target, why.Remedy)
            {
                Step = failure.Step,
                ExitCode = failure.ExitCode,
                OutputTail = failure.OutputTail,
            };
    }
}
