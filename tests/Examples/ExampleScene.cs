namespace Mlem.Docker.Tests.Examples;

/// <summary>The folder in which an example of the help starts: examples/iris, and what tests/scene adds to it.</summary>
public sealed class ExampleScene : IDisposable
{
    /// <summary>Makes the folder anew.</summary>
    public ExampleScene(string repository)
    {
        Path = Directory.CreateTempSubdirectory("mlem-scene-").FullName;
        string iris = System.IO.Path.Combine(repository, "examples", "iris");
        Copy(iris, Path);
        Copy(System.IO.Path.Combine(repository, "tests", "scene"), Path);
        string models = Directory.CreateDirectory(System.IO.Path.Combine(Path, "models")).FullName;
        Copy(iris, models);
        File.Delete(System.IO.Path.Combine(models, ".mlem.yaml"));
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
