using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Module;

public sealed class PackageTests : IDisposable
{
    private static readonly string Version = typeof(MlemException).Assembly.GetName().Version!.ToString(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-pack-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_packs_of_the_same_module_in_two_folders_are_the_same_bytes()
    {
        byte[] first = await PackAsync(Clone("one"), Path.Combine(_folder, "a"));
        byte[] second = await PackAsync(Clone("two"), Path.Combine(_folder, "b"));

        Assert.True(first.AsSpan().SequenceEqual(second), "The packages differ.");
    }

    [Fact]
    public void Assemblies_do_not_know_where_they_were_built()
    {
        byte[] root = Encoding.UTF8.GetBytes(BuiltModule.RepositoryRoot + Path.DirectorySeparatorChar);
        string[] ours = Directory.GetFiles(Path.Combine(BuiltModule.Directory, "bin"), "Mlem.*.dll", SearchOption.AllDirectories);

        Assert.NotEmpty(ours);
        Assert.All(ours, file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(root) < 0, $"{file} names the folder."));
    }

    [Fact]
    public async Task The_package_holds_the_module_at_its_root_and_the_parts_that_the_Gallery_reads()
    {
        using var archive = new ZipArchive(new MemoryStream(await PackAsync(BuiltModule.RepositoryRoot, _folder)));
        string[] names = [.. archive.Entries.Select(entry => entry.FullName)];
        IEnumerable<string> module = Directory.EnumerateFiles(BuiltModule.Directory, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(BuiltModule.Directory, file).Replace('\\', '/'));
        string[] parts = ["[Content_Types].xml", "_rels/.rels", "Mlem.Docker.nuspec", "package/services/metadata/core-properties/mlem-docker.psmdcp"];

        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(module.Concat(parts).Order(StringComparer.Ordinal), names);
        Assert.All(archive.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
        foreach (string part in parts)
            XDocument.Load(archive.GetEntry(part)!.Open());
    }

    [Fact]
    public async Task The_specification_says_what_the_manifest_says()
    {
        using var archive = new ZipArchive(new MemoryStream(await PackAsync(BuiltModule.RepositoryRoot, _folder)));
        XElement metadata = XDocument.Load(archive.GetEntry("Mlem.Docker.nuspec")!.Open()).Root!.Elements().Single();
        string Of(string name) => metadata.Elements().Single(element => element.Name.LocalName == name).Value;
        string[] tags = Of("tags").Split(' ');

        Assert.Equal(("Mlem.Docker", Version, "icon.png"), (Of("id"), Of("version"), Of("icon")));
        Assert.Equal("Apache-2.0", Of("license"));
        Assert.All((string[])["description", "releaseNotes", "projectUrl", "iconUrl", "authors"], name => Assert.NotEmpty(Of(name)));
        Assert.All((string[])["PSModule", "PSEdition_Core", "MLEM", "PSCmdlet_New-MlemDockerImage"], tag => Assert.Contains(tag, tags));
        Assert.NotNull(archive.GetEntry("icon.png"));
    }

    [Fact]
    public async Task What_was_packed_is_a_module_that_can_be_imported()
    {
        using var archive = new ZipArchive(new MemoryStream(await PackAsync(BuiltModule.RepositoryRoot, _folder)));
        string installed = Path.Combine(_folder, "Modules", "Mlem.Docker", Version);
        archive.ExtractToDirectory(installed);

        using var session = new Session(import: false);
        SessionResult result = session.Invoke(
            """
            param($modules)
            $env:PSModulePath = $modules
            (Test-ModuleManifest (Get-Module -ListAvailable Mlem.Docker).Path -WarningAction Stop).Version
            Import-Module Mlem.Docker -PassThru | ForEach-Object { $_.ExportedCmdlets.Count }
            """,
            Path.Combine(_folder, "Modules"));

        Assert.Empty(result.Errors);
        Assert.Equal(Version, result.Output[0]!.ToString());
        Assert.True((int)result.Output[1]! > 20);
    }

    // A working folder with what packing needs of one.
    private string Clone(string name)
    {
        string root = Path.Combine(_folder, name);
        foreach (string file in Directory.EnumerateFiles(BuiltModule.Directory, "*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(BuiltModule.RepositoryRoot, "build")))
            .Append(Path.Combine(BuiltModule.RepositoryRoot, "build.ps1")))
        {
            string target = Path.Combine(root, Path.GetRelativePath(BuiltModule.RepositoryRoot, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return root;
    }

    private static async Task<byte[]> PackAsync(string root, string destination)
    {
        ScriptRun result = await ScriptRun.ShowAsync(
            $"& '{Path.Combine(root, "build.ps1")}' -Task Pack -NoBuild -Destination '{destination}'", TestContext.Current.CancellationToken);
        string package = Path.Combine(destination, $"Mlem.Docker.{Version}.nupkg");

        Assert.Equal(("", $"Packed {package}"), (result.Error, result.Lines[^1]));
        return await File.ReadAllBytesAsync(package);
    }
}
