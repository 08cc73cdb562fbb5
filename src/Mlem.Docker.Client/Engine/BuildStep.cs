namespace Mlem.Docker.Engine;

/// <summary>One instruction of a Dockerfile as the Engine carried it out.</summary>
/// <param name="Number">From 1; 0 for a step of BuildKit's own, such as loading the build context.</param>
/// <param name="Total">How many instructions there are; 0 where the Engine does not number them.</param>
/// <param name="Instruction">The instruction: <c>RUN pip install -r requirements.txt</c>.</param>
/// <param name="Cached">True when its layer was taken from the cache.</param>
/// <param name="Duration">How long it took, by the Engine's clock with BuildKit, by ours with the classic builder.</param>
public sealed record BuildStep(int Number, int Total, string Instruction, bool Cached, TimeSpan Duration)
{
    /// <summary>The step as the docker CLI prints it: <c>Step 4/9 : RUN …</c>.</summary>
    public override string ToString() => Total > 0 ? $"Step {Number}/{Total} : {Instruction}" : Instruction;
}
