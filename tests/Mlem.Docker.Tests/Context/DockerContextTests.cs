using System.Formats.Tar;
using System.Security.Cryptography;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Context;

public sealed class DockerContextTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-context-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public async Task The_tar_holds_exactly_what_the_folder_holds()
    {
        DockerContext context = await CreateAsync("e_requirements");
        DockerDir folder = await context.WriteFolderAsync(Path.Combine(_work, "out"), cancellationToken: TestContext.Current.CancellationToken);
        using var tar = new MemoryStream();
        await context.WriteTarAsync(tar, cancellationToken: TestContext.Current.CancellationToken);

        var entries = new Dictionary<string, byte[]>();
        tar.Position = 0;
        var reader = new TarReader(tar);
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.EntryType == TarEntryType.Directory)
                continue;
            using var content = new MemoryStream();
            entry.DataStream?.CopyTo(content);
            entries[entry.Name] = content.ToArray();
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, entry.Mode);
        }

        Assert.Equal(folder.Files.Select(f => f.Name).Order(), entries.Keys.Order());
        foreach ((string name, byte[] content) in entries)
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(folder.Path, name), TestContext.Current.CancellationToken), content);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_folder_has_the_modes_of_the_tar_under_any_umask(bool hardLink)
    {
        if (OperatingSystem.IsWindows())
            return;
        string project = Path.Combine(_work, "project");
        Directory.CreateDirectory(project);
        foreach (string file in Directory.GetFiles(Golden.Path("models", "d_processors")))
        {
            string copy = Path.Combine(project, Path.GetFileName(file));
            File.Copy(file, copy);
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        foreach (string folder in Directory.GetDirectories(Golden.Path("models", "d_processors")))
            Copy(folder, Path.Combine(project, Path.GetFileName(folder)));
        uint before = Umask(0x3F);
        try
        {
            DockerContext context = await DockerContext.CreateAsync(
                new DockerContextRequest(MlemModel.Load(Path.Combine(project, "model"))) { Optimize = true }, TestContext.Current.CancellationToken);
            string target = Path.Combine(_work, "out");
            await context.WriteFolderAsync(target, hardLink: hardLink, cancellationToken: TestContext.Current.CancellationToken);

            string[] folders = [target, .. Directory.EnumerateDirectories(target, "*", SearchOption.AllDirectories)];
            Assert.All(folders, f => Assert.Equal("755", Mode(f)));
            Assert.All(
                Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories),
                f => Assert.Equal("644", Mode(f)));
        }
        finally
        {
            Umask(before);
        }
    }

    private static void Copy(string folder, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(folder))
        {
            string copy = Path.Combine(target, Path.GetFileName(file));
            File.Copy(file, copy);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static string Mode(string path) =>
        OperatingSystem.IsWindows() ? string.Empty : Convert.ToString((int)File.GetUnixFileMode(path), 8);

    [System.Runtime.InteropServices.DllImport("libc", EntryPoint = "umask")]
    private static extern uint Umask(uint mask);

    [Fact]
    public async Task The_same_model_gives_the_same_bytes_from_another_place_at_another_time()
    {
        string copy = Path.Combine(_work, "elsewhere");
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(Golden.Path("models", "a_sklearn_df")))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        File.SetLastWriteTimeUtc(Path.Combine(copy, "model"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        Assert.Equal(await DigestAsync(Golden.Path("models", "a_sklearn_df", "model")), await DigestAsync(Path.Combine(copy, "model")));
    }

    [Fact]
    public async Task A_folder_in_the_tar_comes_before_its_files_and_has_a_fixed_time_and_mode()
    {
        DockerContext context = await CreateAsync("d_processors");
        using var tar = new MemoryStream();
        await context.WriteTarAsync(tar, cancellationToken: TestContext.Current.CancellationToken);

        tar.Position = 0;
        var reader = new TarReader(tar);
        var folders = new HashSet<string>();
        var times = new HashSet<DateTimeOffset>();
        while (reader.GetNextEntry() is { } entry)
        {
            times.Add(entry.ModificationTime);
            if (entry.EntryType == TarEntryType.Directory)
                Assert.Equal("755", Convert.ToString((int)entry.Mode, 8) + (folders.Add(entry.Name) ? "" : " twice"));
            else if (entry.Name.Contains('/', StringComparison.Ordinal))
                Assert.Contains(entry.Name[..(entry.Name.LastIndexOf('/') + 1)], folders);
        }

        Assert.Contains("model/", folders);
        Assert.Single(times);
    }

    [Fact]
    public async Task Every_pip_line_is_bounded_by_default_and_none_without_the_bounds()
    {
        DockerContext bounded = await CreateAsync("a_sklearn_df");
        Assert.Contains("COPY requirements.txt constraints.txt ./\n", bounded.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.All(
            bounded.ReadText("Dockerfile")!.Split('\n').Where(l => l.Contains("pip install", StringComparison.Ordinal)),
            line => Assert.Contains("pip install -c constraints.txt ", line, StringComparison.Ordinal));
        Assert.Contains("\nisort<=7.0.0\n", bounded.ReadText("constraints.txt"), StringComparison.Ordinal);
        Assert.DoesNotContain("\nscikit-learn", bounded.ReadText("constraints.txt"), StringComparison.Ordinal);

        DockerContext free = await CreateAsync("a_sklearn_df", noDefaultConstraint: true);
        Assert.Null(free.ReadText("constraints.txt"));
        Assert.DoesNotContain("constraints", free.ReadText("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_with_content_is_refused_and_left_as_it_is()
    {
        string target = Directory.CreateDirectory(Path.Combine(_work, "target")).FullName;
        File.WriteAllText(Path.Combine(target, "mine"), "mine");
        DockerContext context = await CreateAsync("a_sklearn_df");

        MlemException error = await Assert.ThrowsAsync<MlemException>(
            () => context.WriteFolderAsync(target, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("TargetNotEmpty", error.ErrorId);
        Assert.Equal(["mine"], Directory.GetFileSystemEntries(target).Select(Path.GetFileName));

        await context.WriteFolderAsync(target, force: true, cancellationToken: TestContext.Current.CancellationToken);
        Assert.False(File.Exists(Path.Combine(target, "mine")));
        Assert.Equal(["target"], Directory.GetFileSystemEntries(_work).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_folder_that_holds_the_model_is_never_replaced()
    {
        string project = Path.Combine(_work, "project");
        Directory.CreateDirectory(project);
        foreach (string file in Directory.GetFiles(Golden.Path("models", "a_sklearn_df")))
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Path.Combine(project, "model"))), TestContext.Current.CancellationToken);

        MlemException error = await Assert.ThrowsAsync<MlemException>(
            () => context.WriteFolderAsync(project, force: true, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("TargetInUse", error.ErrorId);
        Assert.True(File.Exists(Path.Combine(project, "model.mlem")));

        // Reached another way it is the same folder.
        File.CreateSymbolicLink(Path.Combine(_work, "way"), _work);
        error = await Assert.ThrowsAsync<MlemException>(() => context.WriteFolderAsync(
            Path.Combine(_work, "way", "project"), force: true, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal("TargetInUse", error.ErrorId);
    }

    [Fact]
    public async Task A_target_that_is_a_link_stays_one_and_the_folder_behind_it_is_written()
    {
        string folder = Directory.CreateDirectory(Path.Combine(_work, "folder")).FullName;
        File.WriteAllText(Path.Combine(folder, "old"), "old");
        string link = Path.Combine(_work, "link");
        File.CreateSymbolicLink(link, "folder");

        DockerDir written = await (await CreateAsync("a_sklearn_df")).WriteFolderAsync(
            link, force: true, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(link, written.Path);
        Assert.Equal("folder", new FileInfo(link).LinkTarget);
        Assert.True(File.Exists(Path.Combine(folder, "Dockerfile")));
        Assert.False(File.Exists(Path.Combine(folder, "old")));
        Assert.Equal(["folder", "link"], Directory.GetFileSystemEntries(_work).Select(e => Path.GetFileName(e)).Order());
    }

    [Fact]
    public async Task A_cancelled_export_leaves_nothing()
    {
        DockerContext context = await CreateAsync("a_sklearn_df");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => context.WriteFolderAsync(Path.Combine(_work, "out"), cancellationToken: cancelled.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_work));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../up")]
    [InlineData("a/../../up")]
    [InlineData("a\\..\\up")]
    [InlineData("C:/x")]
    [InlineData("a//b")]
    public void A_path_that_leaves_the_context_is_refused(string path) => Assert.Equal(
        "PathOutsideContext",
        Assert.Throws<MlemException>(() => Mlem.Docker.Context.ContextPath.Check(path, "a test")).ErrorId);

    [Theory]
    [InlineData("- module: x\n  version: \"1\\n--index-url http://evil\"", "RequirementInvalid")]
    [InlineData("- package_name: curl; rm -rf /\n  type: unix", "RequirementInvalid")]
    [InlineData("- module: x\n  vcs_commit: abc\n  vcs: git", "RequirementInvalid")]
    [InlineData("- name: Dockerfile\n  source64zip: eJxLSU0t4AIABaYBqQ==\n  type: file", "ContextPathConflict")]
    [InlineData("- name: .dockerignore\n  source64zip: eJxLSU0t4AIABaYBqQ==\n  type: file", "ContextPathConflict")]
    [InlineData("- name: Dockerfile.dockerignore\n  source64zip: eJxLSU0t4AIABaYBqQ==\n  type: file", "ContextPathConflict")]
    [InlineData("- name: constraints.txt\n  source64zip: eJxLSU0t4AIABaYBqQ==\n  type: file", "ContextPathConflict")]
    [InlineData("- name: cut\n  source64zip: eJzLSM3JyVcozy/KSVEYZQ0jFgA=\n  type: file", "RequirementSourceInvalid")]
    [InlineData("- name: nothing\n  source64zip: '!!!'\n  type: file", "RequirementSourceInvalid")]
    [InlineData("- name: ../up\n  source64zip: eJxLSU0t4AIABaYBqQ==\n  type: file", "PathOutsideContext")]
    public async Task A_requirement_that_would_be_more_than_it_says_is_refused(string requirement, string errorId)
    {
        string file = Path.Combine(_work, "model.mlem");
        await File.WriteAllTextAsync(file, $"object_type: model\nrequirements:\n{requirement}\n", TestContext.Current.CancellationToken);
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(file)), TestContext.Current.CancellationToken));
        Assert.Equal(errorId, error.ErrorId);
    }

    private static async Task<string> DigestAsync(string model)
    {
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(model)), TestContext.Current.CancellationToken);
        using var tar = new MemoryStream();
        await context.WriteTarAsync(tar, cancellationToken: TestContext.Current.CancellationToken);
        return Convert.ToHexString(SHA256.HashData(tar.ToArray()));
    }

    private static Task<DockerContext> CreateAsync(string model, bool noDefaultConstraint = false) => DockerContext.CreateAsync(
        new DockerContextRequest(MlemModel.Load(Golden.Path("models", model, "model")))
        {
            Args = new DockerBuildArgs { PythonVersion = "3.11.2" },
            NoDefaultConstraint = noDefaultConstraint,
        },
        TestContext.Current.CancellationToken);
}
