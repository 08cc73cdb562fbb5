namespace Mlem.Docker.Tests.Examples;

/// <summary>
/// The folder in which an example of the help starts: examples/iris, with what tests/scene adds to it, and the
/// examples themselves, as in the repository.
/// </summary>
public sealed class ExampleScene : IDisposable
{
    /// <summary>What the folder's name begins with.</summary>
    public const string Prefix = "mlem-scene-";

    /// <summary>Makes the folder anew.</summary>
    public ExampleScene(string repository)
    {
        Path = Directory.CreateTempSubdirectory(Prefix).FullName;
        string iris = System.IO.Path.Combine(repository, "examples", "iris");
        Copy(iris, Path);
        Copy(System.IO.Path.Combine(repository, "tests", "scene"), Path);
        string models = Directory.CreateDirectory(System.IO.Path.Combine(Path, "models")).FullName;
        Copy(iris, models);
        File.Delete(System.IO.Path.Combine(models, ".mlem.yaml"));
        foreach (string example in Directory.EnumerateDirectories(System.IO.Path.Combine(repository, "examples")))
            Copy(example, Directory.CreateDirectory(System.IO.Path.Combine(Path, "examples", System.IO.Path.GetFileName(example))).FullName);
        File.Copy(System.IO.Path.Combine(models, "iris.mlem"), System.IO.Path.Combine(models, "lily.mlem"));
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, System.IO.Path.Combine(to, System.IO.Path.GetFileName(file)));
    }
}
