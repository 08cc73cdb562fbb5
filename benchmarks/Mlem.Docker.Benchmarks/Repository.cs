namespace Mlem.Docker.Benchmarks;

/// <summary>The clone that this was built in.</summary>
internal static class Repository
{
    public static string Path(string relative)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Mlem.Docker.sln")))
            folder = folder.Parent;
        return System.IO.Path.Combine(
            folder?.FullName ?? throw new DirectoryNotFoundException("Mlem.Docker.sln is nowhere above the program."), relative);
    }
}
