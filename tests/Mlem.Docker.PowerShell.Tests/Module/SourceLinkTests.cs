using System.Diagnostics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Module;

/// <summary>The smallest of the assemblies, built by the repository's own settings in clones elsewhere.</summary>
public sealed class SourceLinkTests : IDisposable
{
    private static readonly Guid SourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-sourcelink-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Clones_in_two_folders_make_the_same_bytes_which_say_where_each_of_their_sources_is_to_be_had()
    {
        byte[] first = await BuildAsync(Path.Combine(_folder, "one"));
        byte[] second = await BuildAsync(Path.Combine(_folder, "some", "where", "else"));

        Assert.True(first.AsSpan().SequenceEqual(second), "The assemblies differ.");
        using var assembly = new PEReader(new MemoryStream(first));
        using MetadataReaderProvider symbols = assembly.ReadEmbeddedPortablePdbDebugDirectoryData(
            assembly.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb));
        MetadataReader reader = symbols.GetMetadataReader();
        string link = reader.CustomDebugInformation.Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == SourceLink)
            .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value))).Single();

        Assert.Matches(@"^\{""documents"":\{""/_/\*"":""https://raw\.githubusercontent\.com/example/mlem-docker/[0-9a-f]{40}/\*""\}\}$", link);
        Assert.All(reader.Documents.Select(reader.GetDocument), document =>
            Assert.StartsWith("/_/src/Mlem.Docker.Loader/", reader.GetString(document.Name), StringComparison.Ordinal));
    }

    private static async Task<byte[]> BuildAsync(string root)
    {
        string repository = BuiltModule.RepositoryRoot;
        string[] files = ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", "src/Directory.Build.props"];
        foreach (string file in files.Concat(Directory.EnumerateFiles(Path.Combine(repository, "src", "Mlem.Docker.Loader"))
            .Select(path => Path.GetRelativePath(repository, path))))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
            File.Copy(Path.Combine(repository, file), Path.Combine(root, file));
        }

        await RunAsync(root, "git", "init", "-q");
        await RunAsync(root, "git", "add", ".");
        await RunAsync(root, "git", "-c", "user.name=x", "-c", "user.email=x@example.com", "commit", "-q", "-m", "x");
        await RunAsync(root, "git", "remote", "add", "origin", "https://github.com/example/mlem-docker.git");
        await RunAsync(root, "dotnet", "build", "-c", "Release", "-nologo", "-v", "q", "src/Mlem.Docker.Loader");
        return await File.ReadAllBytesAsync(Path.Combine(root, "src", "Mlem.Docker.Loader", "bin", "Release", "net8.0", "Mlem.Docker.Loader.dll"));
    }

    private static async Task RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // One commit of the same files at the same time is the same commit.
        foreach (string time in (string[])["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"])
            start.Environment[time] = "2026-01-01T00:00:00Z";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}{await errors}");
    }
}
