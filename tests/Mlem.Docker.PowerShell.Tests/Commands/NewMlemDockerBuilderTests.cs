using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Commands;

/// <summary>Builders are declared as MLEM declares them, byte for byte.</summary>
public sealed class NewMlemDockerBuilderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-docker-builder").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("b_dir", "-Target out")]
    [InlineData("b_dir_full", "-Target out -TemplatesDir a, b -RunCommand x -Server @{ type = 'fastapi'; port = 1 }")]
    [InlineData("b_image_full", "-ImageName r/img:t -Registry h:5000 -DaemonHost tcp://x:2375 -NoOverwrite -NoPush -Platform linux/amd64 -Server fastapi")]
    [InlineData("b_image_dict", "-ImageName img -Registry docker_io")]
    [InlineData("b_image_docker_io", "-ImageName user/img -Registry docker_io")]
    public void The_file_is_the_one_that_MLEM_writes(string golden, string arguments)
    {
        using var session = new Session();
        SessionResult result = session.Invoke($"param($path) New-MlemDockerBuilder $path {arguments}", Path.Combine(_folder, "b"));
        Assert.Empty(result.Errors);
        Assert.Equal(File.ReadAllText(Path.Combine(BuiltModule.RepositoryRoot, "tests", "golden", "declarations", golden + ".mlem")), File.ReadAllText(Path.Combine(_folder, "b.mlem")));
    }

    [Theory]
    [InlineData("-ImageName 'iris@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'", "ImageReferenceInvalid")]
    [InlineData("-ImageName 'Iris Model'", "ImageReferenceInvalid")]
    [InlineData("-ImageName iris -Target out", "AmbiguousParameterSet")]
    [InlineData("-Target out -Server nothing", "ParameterArgumentTransformationError")]
    public void What_MLEM_could_not_use_is_refused(string arguments, string errorId)
    {
        using var session = new Session();
        SessionResult result = session.Invoke($"param($path) New-MlemDockerBuilder $path {arguments}", Path.Combine(_folder, "b"));
        Assert.Equal(errorId, (result.Terminating?.ErrorRecord ?? result.Errors.Single()).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(Directory.GetFiles(_folder));
    }
}
