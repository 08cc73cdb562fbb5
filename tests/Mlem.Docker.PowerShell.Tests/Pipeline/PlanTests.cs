using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

/// <summary>What -WhatIf shows, beside an Engine that is not asked.</summary>
public sealed class PlanTests : IDisposable
{
    private static readonly string ModelFile = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris.mlem");

    private static readonly string Scene = Path.Combine(BuiltModule.RepositoryRoot, "tests", "scene");

    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-plan-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("New-MlemDockerContainer '{0}/dep' -Name live -ImageName iris -Port 8080:8080 -WhatIf", "/dep.mlem", "container_name: live", "- 8080:8080")]
    [InlineData("New-MlemDockerBuilder '{0}/image' -ImageName team/iris:1 -NoPush -WhatIf", "/image.mlem", "object_type: builder", "repository: team", "push: false")]
    [InlineData("New-MlemDockerBuilder '{0}/folder' -Target out -WhatIf", "/folder.mlem", "target: out", "type: docker_dir")]
    [InlineData("New-MlemDockerEnv '{0}/env' -Registry reg:5000 -WhatIf", "/env.mlem", "object_type: env", "host: reg:5000")]
    [InlineData("New-MlemDockerEnv '{0}/env' -Registry @{{ type = 'heroku'; api_key = 'geheim' }} -WhatIf", "/env.mlem", "api_key: ***")]
    [InlineData("New-MlemDockerImage '{1}' -BaseImage python -WhatIf", "FROM python", "server.yaml", "WARNING: The base image python moves")]
    [InlineData("Invoke-MlemBuilder '{2}/folder' '{1}' -WhatIf", "Write the Docker folder", " B  Dockerfile", "server.yaml")]
    [InlineData("Invoke-MlemBuilder '{2}/image' '{1}' -WhatIf", "Build the image", "FROM ", "server.yaml")]
    public async Task The_plan_has_what_would_be_written_and_what_deserves_a_warning(string script, params string[] expected)
    {
        ScriptRun result = await ScriptRun.ShowAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, script, _folder, ModelFile, Scene) + " -Verbose:$false", TestContext.Current.CancellationToken);

        string said = result.Shown + result.Error;
        Assert.All(expected, text => Assert.Contains(text, said, StringComparison.Ordinal));
        Assert.DoesNotContain("geheim", said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
