namespace Mlem.Docker.Tests.Support;

/// <summary>Files of the repository, found from wherever the test program lies in it.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Mlem.Docker.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No Mlem.Docker.sln above {AppContext.BaseDirectory}.");
    }
}
