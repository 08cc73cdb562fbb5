namespace Mlem.Docker.Tests.Architecture;

/// <summary>A folder of <c>src/Mlem.Docker</c>. Each may use those above it in this list, and no other.</summary>
internal enum Room
{
    Metadata,
    Artifacts,
    Requirements,
    Serving,
    Context,
    Inspecting,
    Building,
    Deployment,
    Exporting,
    Predicting,
}
