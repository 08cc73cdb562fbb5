using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Commands;

public sealed class NewMlemDockerContainerTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-declare-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("-Name 'bad name'", "ContainerNameInvalid")]
    [InlineData("-Name good -ImageName 'BAD NAME'", "ImageReferenceInvalid")]
    [InlineData("-Name good -ImageName \"iris@sha256:$('a' * 64)\"", "ImageReferenceInvalid")]
    [InlineData("-Name good -Port 99999:8080", "PortInvalid")]
    [InlineData("-Name good -Parameters @{ nosuch = 1 }", "RunParameterUnknown")]
    public void What_Docker_would_refuse_is_not_declared(string arguments, string errorId)
    {
        using var session = new Session();
        SessionResult result = session.Invoke($"param($path) New-MlemDockerContainer $path {arguments}", Path.Combine(_work, "served"));
        Assert.Equal(errorId, (result.Terminating?.ErrorRecord ?? result.Errors.Single()).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(Directory.GetFileSystemEntries(_work));
    }
}
