using Mlem.Docker.Context;
using Mlem.Docker.Engine;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Building;

/// <summary>Adds to a build what pip's output means: a reason and a remedy to a failure, warnings to a success.</summary>
internal static class PipDiagnosis
{
    /// <summary>The failure with pip's reason after the output and pip's remedy as advice; the same one when pip did not fail.</summary>
    public static ImageBuildException Explain(ImageBuildException failure, BuildOutput output, DockerContext context)
    {
        if (failure.Instruction?.Contains("pip", StringComparison.Ordinal) != true)
            return failure;
        string? python = context.PythonVersion;
        PipFailure? pip = PipFailureReader.Read(output.Lines, python, ConstraintsOf(context, python));
        return pip is null ? failure : new PipInstallException(failure, pip);
    }

    // As pip read them in the image: pip 20 does not say which of them stood in the way.
    private static ConstraintSet? ConstraintsOf(DockerContext context, string? python)
    {
        if (context.ReadText(ContextConstraints.FileName) is not { } text)
            return null;
        ConstraintSet all = ConstraintSet.OfLines(text, n => new ConstraintOrigin(ConstraintOriginKind.File, ContextConstraints.FileName, n));
        PipMarkerEnvironment environment = PipMarkerEnvironment.ForPython(python);
        return all with { Constraints = [.. all.Constraints.Where(c => c.AppliesTo(environment) != false)] };
    }

    /// <summary>What pip let pass though it breaks something, as sentences.</summary>
    public static IEnumerable<string> Warnings(BuildOutput output) =>
        PipFailureReader.ReadWarnings(output.Lines).Select(w => $"{w.Message} {w.Remedy}");
}
