using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Commands;

/// <summary>Which parameters go together on the exports, and what is written when one of several cannot be.</summary>
public sealed class ExportDeploymentTests : IDisposable
{
    private const string Image = "registry.example.com/team/iris@sha256:5f2a4d1c9b8e7f60514233445566778899aabbccddeeff001122334455667788";

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-export-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("Export-MlemKubernetesManifest -Image $image -Name aa")]
    [InlineData("Export-MlemKubernetesManifest -Model $model -Image $image -Name aa")]
    [InlineData("Get-MlemModel $model | Export-MlemKubernetesManifest -Image $image -Name aa")]
    [InlineData("[Mlem.Docker.DockerImage]::FromReference($image) | Export-MlemKubernetesManifest -Name aa")]
    [InlineData("[Mlem.Docker.DockerImage]::FromReference($image) | Export-MlemKubernetesManifest -Name aa -Model $model")]
    [InlineData("New-MlemDockerContainer $work/dep -Name aa; Export-MlemKubernetesManifest $work/dep -Image $image", 1)]
    [InlineData("New-MlemDockerContainer $work/dep -Name aa; Export-MlemKubernetesManifest $work/dep $model -Image $image", 1)]
    [InlineData("New-MlemDockerContainer -Name aa | Export-MlemKubernetesManifest -Model $model -Image $image")]
    [InlineData("New-MlemDockerContainer $work/aa | Export-MlemKubernetesManifest -Image $image")]
    [InlineData("Export-MlemComposeFile -Image $image -Name aa")]
    [InlineData("Export-MlemComposeFile -Model $model -Image $image -Name aa")]
    [InlineData("New-MlemDockerContainer -Name aa | Export-MlemComposeFile")]
    public void Declarations_models_and_images_are_given_in_every_way(string call, int at = 0)
    {
        SessionResult result = Run(call);
        Assert.True(result.Terminating is null, $"{result.Terminating}");
        Assert.Empty(result.Errors);
        Assert.Equal("aa", result.Output[at] switch { KubernetesManifest m => m.Name, ComposeFile c => c.Services.Single(), _ => null });
    }

    [Theory]
    [InlineData("Export-MlemComposeFile -Model $model -Name aa", "ExportTargetMissing")]
    [InlineData("Export-MlemKubernetesManifest -Model $model", "ImageDigestMissing")]
    [InlineData("New-MlemDockerContainer -Name aa | Export-MlemComposeFile -Port 80", "ParameterNotAllowed")]
    [InlineData("Export-MlemKubernetesManifest -Image $image -Name aa -Secret @{ token = [securestring]::new() }", "ExportSecretHasValue")]
    [InlineData("Export-MlemKubernetesManifest -Image $image -Name aa -Parameters @{ pids_limit = 5 }", "ExportParameterNotSupported")]
    [InlineData("Export-MlemComposeFile -Image $image -Name aa -Parameters @{ cpuset_mems = '0' }", "ExportParameterNotSupported")]
    public void What_cannot_be_exported_is_an_error_that_says_so(string call, string errorId)
    {
        SessionResult result = Run(call);
        Assert.Equal(errorId, (result.Terminating?.ErrorRecord ?? result.Errors.First()).FullyQualifiedErrorId.Split(',')[0]);
    }

    [Fact]
    public void One_that_cannot_be_written_keeps_the_file_from_being_written()
    {
        SessionResult result = Run(
            "@('aa', 'My_B', 'cc' | ForEach-Object { New-MlemDockerContainer -Name $_ }) | Export-MlemKubernetesManifest -Image $image -Target $work/k.yaml");
        Assert.Equal("KubernetesNameInvalid", Assert.Single(result.Errors).FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(result.Output);
        Assert.False(File.Exists(Path.Combine(_work, "k.yaml")));
    }

    [Theory]
    [InlineData("Get-MlemObject $work/k | Export-MlemKubernetesManifest -Image $image")]
    [InlineData("Export-MlemKubernetesManifest $work/k -Image $image")]
    public void A_deployment_of_MLEMs_own_for_Kubernetes_is_exported(string call)
    {
        File.WriteAllText(Path.Combine(_work, "k.mlem"), "object_type: deployment\ntype: kubernetes\nimage_name: iris\nnamespace: models\n");
        SessionResult result = Run(call);
        Assert.Empty(result.Errors);
        var manifest = (KubernetesManifest)Assert.Single(result.Output)!;
        Assert.Equal(("iris", "models", Image), (manifest.Name, manifest.Namespace, manifest.Image));
    }

    [Fact]
    public void A_deployment_of_MLEMs_own_is_scaled_by_the_processors_that_are_given_and_is_no_service_of_Compose()
    {
        File.WriteAllText(Path.Combine(_work, "k.mlem"), "object_type: deployment\ntype: kubernetes\nimage_name: iris\n");
        SessionResult scaled = Run("Export-MlemKubernetesManifest $work/k -Image $image -Cpu 2 -MaxReplicas 3");
        Assert.Empty(scaled.Errors);
        Assert.Contains("HorizontalPodAutoscaler", ((KubernetesManifest)Assert.Single(scaled.Output)!).Kinds);
        SessionResult compose = Run("Export-MlemComposeFile $work/k -Target $work/c.yaml");
        Assert.Contains("Export-MlemKubernetesManifest", Assert.Single(compose.Errors).ErrorDetails?.RecommendedAction ?? $"{compose.Errors[0]}", StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_work, "c.yaml")));
    }

    [Theory]
    [InlineData("Export-MlemKubernetesManifest -Image $image -Name aa", "-Server")]
    [InlineData("Export-MlemKubernetesManifest -Image $image -Name aa -Server fastapi -PythonVersion 3.11", "-PythonVersion")]
    [InlineData("Export-MlemComposeFile -Image $image -Name aa -Server fastapi -Optimize", "-Optimize")]
    public void What_changes_nothing_or_is_missing_is_said(string call, string named)
    {
        SessionResult result = Run(call);
        Assert.Contains(named, Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Single(result.Output);
    }

    private SessionResult Run(string script)
    {
        using var session = new Session();
        return session.Invoke(
            $"param($model, $image, $work) {script}", Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris"), Image, _work);
    }
}
