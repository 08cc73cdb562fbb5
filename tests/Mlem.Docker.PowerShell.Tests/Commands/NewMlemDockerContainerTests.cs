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

    [Theory]
    [InlineData("port: 8081\ntype: fastapi\n", "fastapi 8081")]
    [InlineData("type: streamlit\nserver_port: 9000\n", "streamlit 9000")]
    public void A_server_can_be_a_file_of_MLEMs_that_is_there(string text, string declared)
    {
        File.WriteAllText(Path.Combine(_work, "server.mlem"), text);
        using var session = new Session();
        SessionResult result = session.Invoke(
            "param($folder) Set-Location $folder; $it = New-MlemDockerContainer -Name good -Server server.mlem; \"$($it.Server.Type) $($it.Server.InterfacePort)\"", _work);

        Assert.Null(result.Terminating);
        Assert.Empty(result.Errors);
        Assert.Equal(declared, Assert.Single(result.Output));
    }

    // The Engine is not there, so that only the declaration comes of it.
    [Theory]
    [InlineData("Start-MlemDockerContainer")]
    [InlineData("Start-MlemDockerService")]
    public void A_start_with_a_path_that_is_not_there_declares_first(string cmdlet)
    {
        string folder = Directory.CreateTempSubdirectory("mlem-docker-declared").FullName;
        try
        {
            string model = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris");
            using var session = new Session();
            const string Arguments = "-Name live -DaemonHost tcp://127.0.0.1:1 -Server fastapi -Port 8080:8080";
            session.Invoke($"param($path, $model) {cmdlet} $path -Model $model {Arguments} -WhatIf", Path.Combine(folder, "one"), model);
            Assert.Empty(Directory.GetFiles(folder));
            SessionResult result = session.Invoke($"param($path, $model) {cmdlet} $path -Model $model {Arguments}", Path.Combine(folder, "one"), model);
            Assert.NotEmpty(result.Errors);
            session.Invoke(
                "param($path) New-MlemDockerContainer $path -Name live -DockerEnv (New-MlemDockerEnv -DaemonHost tcp://127.0.0.1:1) -Server fastapi -Port 8080:8080",
                Path.Combine(folder, "other"));
            Assert.Equal(File.ReadAllText(Path.Combine(folder, "other.mlem")), File.ReadAllText(Path.Combine(folder, "one.mlem")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_server_file_that_is_not_there_is_no_type_either()
    {
        using var session = new Session();
        SessionResult result = session.Invoke("param($folder) Set-Location $folder; New-MlemDockerContainer -Name good -Server server.mlem", _work);
        Assert.Contains("server.mlem", (result.Terminating?.ErrorRecord ?? result.Errors.Single()).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", @"\Aregistry\.local/python:3\.11\.[0-9]+\z")]
    [InlineData("-PythonVersion 3.10", @"\Aregistry\.local/python:3\.10\.[0-9]+\z")]
    [InlineData("-PythonVersion 3.9.13", @"\Aregistry\.local/python:3\.9\.13\z")]
    public void A_script_block_for_the_base_image_is_called_once_with_the_Python_and_its_answer_declared(string version, string image)
    {
        using var session = new Session();
        SessionResult result = session.Invoke(
            $"param($path) $null = New-MlemDockerContainer $path -Name good {version} -BaseImage {{ $global:calls++; \"registry.local/python:$($args[0])\" }}; (Get-MlemObject $path).Args.BaseImage; $global:calls",
            Path.Combine(_work, "declared"));

        Assert.Null(result.Terminating);
        Assert.Matches(image, (string)result.Output[0]!);
        Assert.Equal(1, result.Output[1]);
    }

    [Theory]
    [InlineData("{ throw 'no such registry' }")]
    [InlineData("{ 'one'; 'two' }")]
    [InlineData("{ }")]
    public void A_script_block_that_gives_no_image_declares_nothing(string block)
    {
        using var session = new Session();
        SessionResult result = session.Invoke($"param($path) New-MlemDockerContainer $path -Name good -BaseImage {block}", Path.Combine(_work, "declared"));
        Assert.Equal("BaseImageInvalid", (result.Terminating?.ErrorRecord ?? result.Errors.Single()).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(Directory.GetFileSystemEntries(_work));
    }
}
