using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

/// <summary>Rows of a table, and files as Get-Item gives them, before the cmdlets that make something of models and declarations.</summary>
public sealed class RowTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-rows-").FullName;

    public RowTests()
    {
        foreach ((string from, string to) in new[] { ("iris", "iris"), ("iris.mlem", "iris.mlem"), ("iris", "b[1]"), ("iris.mlem", "b[1].mlem") })
            File.Copy(Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", from), Path.Combine(_folder, to));
        File.Copy(Path.Combine(BuiltModule.RepositoryRoot, "tests", "scene", "folder.mlem"), Path.Combine(_folder, "folder.mlem"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("[pscustomobject] @{ Path = 'iris'; Name = 'flowers' }", "flowers:latest")]
    [InlineData("[pscustomobject] @{ Path = 'iris'; Name = 'flowers'; Tag = '2'; Repository = 'team'; Registry = 'reg:5000' }", "reg:5000/team/flowers:2")]
    [InlineData("[pscustomobject] @{ LiteralPath = 'b[1]'; Name = 'flowers'; Server = 'fastapi' }", "flowers:latest")]
    [InlineData("[pscustomobject] @{ Path = 'iris'; Server = 'fastapi' }, [pscustomobject] @{ Path = 'iris'; Name = 'x' }, [pscustomobject] @{ Path = 'iris' }", "iris:latest", "x:latest", "iris:latest")]
    [InlineData("Get-MlemModel iris", "iris:latest")]
    [InlineData("Get-MlemModel iris | ForEach-Object { Sent $_ }", "iris:latest")]
    [InlineData("File iris.mlem", "iris:latest")]
    [InlineData("File iris", "iris:latest")]
    [InlineData("[IO.FileInfo] \"$folder/iris.mlem\"", "iris:latest")]
    [InlineData("'iris'", "iris:latest")]
    [InlineData("(File iris), (File iris.mlem)", "iris:latest")]
    [InlineData("'iris', 'iris'", "iris:latest", "iris:latest")]
    public void A_row_says_what_its_image_is_called_and_a_model_or_a_file_does_not(string input, params string[] expected)
    {
        SessionResult result = Run($"{input} | New-MlemDockerImage -DaemonHost tcp://127.0.0.1:1 -Confirm:$false -Verbose 4>&1");

        Assert.Equal(expected, result.Output.OfType<VerboseRecord>().Select(v => v.Message.Split('\n')[0])
            .Where(line => line.StartsWith("Build the image ", StringComparison.Ordinal)).Select(line => line.Split(' ')[3]));
    }

    [Theory]
    [InlineData("[pscustomobject] @{ Path = 'iris'; Server = 'streamlit' } | Export-MlemDockerDir -Target out | ForEach-Object { $_.Server.Type }", "streamlit")]
    [InlineData("File 'b[1].mlem' | Export-MlemDockerDir -Target out -Server fastapi | ForEach-Object Model", "b[1]")]
    [InlineData("[IO.FileInfo] \"$folder/b[1].mlem\" | Export-MlemDockerDir -Target out -Server fastapi | ForEach-Object Model", "b[1]")]
    [InlineData("Export-MlemDockerDir -Path (File 'b[1].mlem') -Target 'out`[1`]' -Server fastapi | ForEach-Object { $_.Path -replace '.*/' }", "out[1]")]
    [InlineData("File 'b[1].mlem' | Get-MlemModel | ForEach-Object Name", "b[1]")]
    [InlineData("File folder.mlem | Invoke-MlemBuilder -Model iris | ForEach-Object Model", "iris")]
    [InlineData("[pscustomobject] @{ LiteralPath = 'folder' } | Invoke-MlemBuilder -Model iris | ForEach-Object Model", "iris")]
    public void A_file_is_taken_by_its_name_as_it_is(string script, string expected)
    {
        SessionResult result = Run(script);

        Assert.Empty(result.Errors);
        Assert.Equal([expected], result.Output.Select(o => o?.ToString()));
    }

    // Each of them says one thing of an image only, and it is not known of which model.
    [Theory]
    [InlineData("New-MlemDockerEnv staging -Registry reg:5000 | New-MlemDockerImage iris -WhatIf")]
    [InlineData("[Mlem.Docker.DockerImage]::FromReference('team/wine:1') | New-MlemDockerImage iris -WhatIf")]
    [InlineData("File iris.mlem | New-MlemDockerImage iris -WhatIf")]
    public void What_names_no_model_does_not_change_another_ones_image(string script) =>
        Assert.Equal(["InputWithoutPath"], Run(script).Errors.Select(Id));

    [Theory]
    [InlineData("@{ a = 1 } | Get-MlemModel", "InputObjectNotBound")]
    [InlineData("[pscustomobject] @{ a = 1 } | Get-MlemObject", "InputObjectNotBound")]
    [InlineData("[pscustomobject] @{ Foo = 1 } | New-MlemDockerRegistry", "InputObjectNotBound")]
    [InlineData("$ExecutionContext.SessionState.Drive.Get('Env') | Get-MlemModel", "InputObjectNotBound")]
    [InlineData("$ExecutionContext.InvokeProvider.Item.Get('Env:PATH') | Get-MlemModel", "PathProviderNotSupported")]
    [InlineData("$ExecutionContext.InvokeProvider.Item.Get('Env:PATH') | New-MlemDockerImage -WhatIf", "PathProviderNotSupported")]
    [InlineData("$ExecutionContext.InvokeProvider.Item.Get('Env:PATH') | Start-MlemDockerContainer -WhatIf", "InputNotSupported")]
    public void What_is_no_path_is_not_taken_for_one(string script, string expected) =>
        Assert.Equal([expected], Run(script).Errors.Select(Id));

    [Theory]
    [InlineData("[pscustomobject] @{ Name = 'iris' } | Start-MlemDockerContainer -WhatIf", "@{Name=iris}")]
    [InlineData("@{ Name = 'iris' } | Start-MlemDockerContainer -WhatIf", "Hashtable")]
    [InlineData("5 | Start-MlemDockerService -WhatIf", "5")]
    public void What_cannot_be_started_is_said(string script, string expected)
    {
        ErrorRecord error = Assert.Single(Run(script).Errors);

        Assert.Equal("InputNotSupported", Id(error));
        Assert.StartsWith(expected + " ", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[pscustomobject] @{ Path = 'iris' } | Start-MlemDockerContainer")]
    [InlineData("[pscustomobject] @{ LiteralPath = 'b[1]' } | Start-MlemDockerContainer -Name x")]
    [InlineData("Start-MlemDockerContainer -InputObject (File iris.mlem), (Get-MlemModel iris)")]
    [InlineData("File 'b[1].mlem' | Start-MlemDockerContainer -Name x")]
    public void What_is_started_may_be_a_row_a_file_or_several(string script) =>
        Assert.All(Run(script + " -Server fastapi -DaemonHost tcp://127.0.0.1:1").Errors, error => Assert.Equal("EngineUnreachable", Id(error)));

    [Theory]
    [InlineData("New-MlemDockerImage iris -WhatIf -BuildArgs 5", "Int32", "hashtable")]
    [InlineData("New-MlemDockerImage iris -WhatIf -BuildArgs @(1, 2)", "Object[]", "hashtable")]
    [InlineData("New-MlemDockerContainer -Parameters 5", "Int32", "hashtable")]
    [InlineData("New-MlemDockerContainer -Parameters @(1, 2)", "Object[]", "hashtable")]
    public void A_value_of_another_kind_is_told_what_is_wanted(string script, params string[] words)
    {
        string text = Assert.Single(Run(script).Errors).ToString();

        Assert.All(words, word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.DoesNotContain("Input'", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not supported", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("New-MlemDockerImage iris -PythonVersion abc -WhatIf")]
    [InlineData("New-MlemDockerBuildArgs -PythonVersion ''")]
    [InlineData("New-MlemDockerBuildArgs -PythonVersion '3.11 2'")]
    public void A_Python_version_begins_with_a_number(string script) =>
        Assert.Equal("ParameterArgumentValidationError", Id(Assert.Single(Run(script).Errors)));

    private static string Id(ErrorRecord error) => error.FullyQualifiedErrorId.Split(',')[0];

    // As Get-Item gives it, which is no core command.
    private SessionResult Run(string script)
    {
        using var session = new Session();
        return session.Invoke($$"""
            $folder = '{{_folder}}'
            $null = $ExecutionContext.SessionState.Path.SetLocation($folder)
            function File($name) { $ExecutionContext.InvokeProvider.Item.Get(@("$folder/$name"), $true, $true) }
            function Sent($value) { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($value, 2)) }

            """ + script);
    }
}
