using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>A build that the Engine gave up because pip failed, for a reason that its output tells.</summary>
public sealed class PipInstallException : ImageBuildException
{
    internal PipInstallException(ImageBuildException failure, PipFailure pip)
        : base(
            failure.ErrorId,
            failure.Category,
            $"{failure.Message}\n{pip.Reason}",
            failure.EngineMessage ?? failure.Message,
            failure.Target,
            pip.Remedy)
    {
        Step = failure.Step;
        ExitCode = failure.ExitCode;
        OutputTail = failure.OutputTail;
        Pip = pip;
    }

    /// <summary>What pip's output means.</summary>
    public PipFailure Pip { get; }
}
