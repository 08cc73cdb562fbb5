using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Commands;

/// <summary>What is beside a Compose file is replaced only where it is a Docker folder, and all is looked at before the first write.</summary>
public sealed class ExportFoldersTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-folders-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public void Force_replaces_no_folder_that_is_somebodys_own()
    {
        string notes = Write("iris/notes.txt");
        Fails("Export-MlemComposeFile -Model $model -Name iris -Server fastapi -Target $work/compose.yaml -Force", "TargetInvalid");
        Assert.True(File.Exists(notes));
        Assert.False(File.Exists(Path.Combine(_work, "compose.yaml")));
    }

    // A project from elsewhere may bring a link, as to somebody's ~/.config/autostart.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_folder_that_is_a_link_is_not_written_to(bool exists)
    {
        string outside = Directory.CreateTempSubdirectory("mlem-outside-").FullName;
        string target = Path.Combine(outside, "autostart");
        if (exists)
            Directory.CreateDirectory(target);
        Directory.CreateSymbolicLink(Path.Combine(_work, "iris"), target);
        Fails("Export-MlemComposeFile -Model $model -Name iris -Server fastapi -Target $work/compose.yaml -Force", "TargetInvalid");
        Assert.Equal(exists, Directory.Exists(target));
        Assert.Empty(Directory.EnumerateFiles(outside, "*", SearchOption.AllDirectories));
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public void Force_replaces_the_Docker_folder_of_before()
    {
        const string Export = "Export-MlemComposeFile -Model $model -Name iris -Server fastapi -Target $work/compose.yaml";
        Assert.Empty(Run(Export).Errors);
        Assert.Empty(Run(Export + " -Force").Errors);
        Assert.True(File.Exists(Path.Combine(_work, "iris", "Dockerfile")));
    }

    [Theory]
    [InlineData(".", "ContainerNameInvalid")]
    [InlineData("..", "ContainerNameInvalid")]
    [InlineData("a", "ContainerNameInvalid")]
    [InlineData("compose.yaml", "TargetInvalid")]
    public void A_name_that_is_no_folder_of_its_own_is_refused(string name, string id)
    {
        string keep = Write("keep.txt");
        Fails($"Export-MlemComposeFile -Model $model -Name '{name}' -Server fastapi -Target $work/compose.yaml -Force", id);
        Assert.Equal([keep], Directory.EnumerateFileSystemEntries(_work));
    }

    [Fact]
    public void One_folder_that_cannot_be_keeps_all_from_being_written()
    {
        Write("m2/notes.txt");
        Fails(
            "'m1', 'm2' | ForEach-Object { New-MlemDockerContainer -Name $_ -Server fastapi } | Export-MlemComposeFile -Model $model -Target $work/compose.yaml",
            "TargetNotEmpty");
        Assert.False(Directory.Exists(Path.Combine(_work, "m1")));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_no_folder_behind()
    {
        // Too long for the name under which it is written first, which only the writing finds out.
        string name = new string('c', 230) + ".yaml";
        Fails($"Export-MlemComposeFile -Model $model -Name iris -Server fastapi -Target $work/{name}", "FileWriteFailed");
        Assert.Empty(Directory.EnumerateFileSystemEntries(_work));
    }

    [Theory]
    [InlineData("Export-MlemComposeFile -Image iris -Name iris -Force -Target $work")]
    [InlineData("Export-MlemKubernetesManifest -Image iris -Name iris -Force -Target $work")]
    public void A_target_that_is_a_folder_says_so(string call)
    {
        SessionResult result = Run(call);
        Assert.Contains("a folder has that name", $"{result.Terminating?.ErrorRecord ?? result.Errors.First()}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_names_what_nothing_else_does()
    {
        SessionResult result = Run("$model | Export-MlemComposeFile -Server fastapi -Target $work/compose.yaml");
        Assert.Empty(result.Errors);
        Assert.Equal(["iris"], ((ComposeFile)Assert.Single(result.Output)!).Services);
        Assert.True(File.Exists(Path.Combine(_work, "iris", "Dockerfile")));
    }

    [Fact]
    public void A_status_is_exported_with_the_image_that_runs()
    {
        SessionResult result = Run(
            "[Mlem.Docker.DockerContainerStatus]@{ Name = 'box'; Image = 'team/iris:1.0'; Deployment = (New-MlemDockerContainer -Name box) }, "
            + "[Mlem.Docker.DockerServiceStatus]@{ Name = 'svc'; ImageReference = 'team/lily:2.0'; Deployment = (New-MlemDockerContainer -Name svc) } "
            + "| Export-MlemComposeFile");
        Assert.Empty(result.Errors);
        string text = ((ComposeFile)Assert.Single(result.Output)!).Text;
        Assert.All((string[])["team/iris:1.0", "team/lily:2.0"], image => Assert.Contains($"image: {image}", text, StringComparison.Ordinal));
    }

    private string Write(string name)
    {
        string file = Path.Combine(_work, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "mine");
        return file;
    }

    private void Fails(string call, string id)
    {
        SessionResult result = Run(call);
        Assert.Equal(id, (result.Terminating?.ErrorRecord ?? result.Errors.First()).FullyQualifiedErrorId.Split(',')[0]);
    }

    private SessionResult Run(string script)
    {
        using var session = new Session();
        return session.Invoke($"param($model, $work) {script}", Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris"), _work);
    }
}
