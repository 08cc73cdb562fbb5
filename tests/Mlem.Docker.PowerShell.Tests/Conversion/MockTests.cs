using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Conversion;

/// <summary>
/// Functions that stand for cmdlets, made as Pester makes its mocks: with the cmdlets' parameters and their types, without
/// the attributes that read the arguments.
/// </summary>
public sealed class MockTests
{
    private const string Mock = """
        function Mock($name, $body) {
            $data = [System.Management.Automation.CommandMetadata] (Get-Command $name -CommandType Cmdlet)
            foreach ($common in [System.Management.Automation.Cmdlet]::CommonParameters) { $null = $data.Parameters.Remove($common) }
            $binding = [System.Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($data)
            $parameters = [System.Management.Automation.ProxyCommand]::GetParamBlock($data)
            $null = $ExecutionContext.InvokeProvider.Item.Set("function:global:$name", [scriptblock]::Create("$binding param($parameters) process { $body }"))
        }

        """;

    private static readonly string ModelFile = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris.mlem");

    [Theory]
    [InlineData("Publish-MlemDockerImage", "$Image.Uri", "-Image ([pscustomobject] @{ Name = 'iris'; Tag = '1.0' })", "iris:1.0")]
    [InlineData("Publish-MlemDockerImage", "$Registry.Host", "-Name x -Registry reg.example:5000", "reg.example:5000")]
    [InlineData("Publish-MlemDockerImage", "$Registry.Type", "-Name x -Registry @{ type = 'docker_io' }", "docker_io")]
    [InlineData("Publish-MlemDockerImage", "$DockerEnv.Registry.Host", "-Name x -DockerEnv ([pscustomobject] @{ Registry = [pscustomobject] @{ Type = 'remote'; Host = 'reg' } })", "reg")]
    [InlineData("Connect-MlemDockerRegistry", "$Registry.Host", "-Registry reg -IdentityToken ([securestring]::new())", "reg")]
    [InlineData("Stop-MlemDockerContainer", "$InputObject.ContainerName", "-InputObject ([pscustomobject] @{ Name = 'live'; Status = 'Running' })", "live")]
    [InlineData("Wait-MlemDockerContainer", "$InputObject.ContainerName", "-InputObject ([pscustomobject] @{ Name = 'a'; Status = 1 }), ([pscustomobject] @{ Name = 'b'; Status = 1 })", "a b")]
    [InlineData("Invoke-MlemDockerContainer", "$Container.Name", "-Container ([pscustomobject] @{ Name = 'live'; Status = 'Running' })", "live")]
    [InlineData("New-MlemDockerImage", "$Server.Value.Type", "-Path x -Server streamlit", "")]
    [InlineData("New-MlemDockerImage", "\"$Server\"", "-Path x -Server streamlit", "streamlit")]
    [InlineData("New-MlemDockerImage", "\"$Server\"", "-Path x -Server @{ type = 'fastapi'; port = 8081 }", "fastapi")]
    [InlineData("New-MlemDockerImage", "[bool] $BuildArgs", "-Path x -BuildArgs @{ python_version = '3.11.2' }", "True")]
    [InlineData("New-MlemDockerImage", "$Model.Name", "-Model ([pscustomobject] @{ ObjectType = 'model'; Path = $file })", "iris")]
    [InlineData("New-MlemDockerContainer", "$StateManager.type", "-StateManager local", "local")]
    [InlineData("New-MlemDockerContainer", "$StateManager.type", "-StateManager @{ type = 'local' }", "local")]
    [InlineData("New-MlemDockerContainer", "\"$($StateManager.Uri) $($StateManager.Locking)\"", "-StateManager @{ uri = '/srv/s'; locking = $false }", "/srv/s False")]
    [InlineData("New-MlemDockerContainer", "[bool] $Parameters", "-Parameters @{ mem_limit = '1g' }", "True")]
    public void A_mock_takes_what_its_cmdlet_takes(string cmdlet, string body, string arguments, string expected)
    {
        using var session = new Session();

        SessionResult result = session.Invoke($"param($file)\n{Mock}\nMock {cmdlet} '{body.Replace("'", "''", StringComparison.Ordinal)}'\n{cmdlet} {arguments}", ModelFile);

        Assert.Null(result.Terminating);
        Assert.Empty(result.Errors);
        Assert.Equal(expected, string.Join(' ', result.Output.Select(o => o?.ToString() ?? "")));
    }

    [Theory]
    [InlineData("[Mlem.Docker.DockerImage] [pscustomobject] @{ Nothing = 1 }")]
    [InlineData("[Mlem.Docker.DockerContainer] 'text'")]
    [InlineData("[Mlem.Docker.DockerRegistry] @{ type = 'nonsense' }")]
    [InlineData("[Mlem.Docker.MlemModel] 5")]
    public void What_is_no_such_object_stays_PowerShells_own_error(string script)
    {
        using var session = new Session();

        System.Management.Automation.ErrorRecord error = Assert.Single(session.Invoke(script).Errors);
        Assert.IsAssignableFrom<System.Management.Automation.PSInvalidCastException>(error.Exception.InnerException ?? error.Exception);
    }
}
