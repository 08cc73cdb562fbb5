namespace Mlem.Docker.Engine;

/// <summary>A build check of BuildKit's (<c>https://docs.docker.com/reference/build-checks/</c>), which points at the Dockerfile.</summary>
/// <param name="Text">What it says: <c>JSONArgsRecommended: JSON arguments recommended for CMD … (line 6)</c>.</param>
/// <param name="Line">The line of the Dockerfile, from 1.</param>
public sealed record BuildCheck(string Text, int Line);
