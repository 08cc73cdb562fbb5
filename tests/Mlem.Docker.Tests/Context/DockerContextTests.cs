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
    [InlineData("a_sklearn_df", MlemSourceKind.Pip, null)]
    [InlineData("a_sklearn_df", MlemSourceKind.Git, "git")]
    [InlineData("e_requirements", MlemSourceKind.Pip, "git libgomp1 curl")]
    public async Task An_optimised_image_installs_only_what_something_needs(string model, MlemSourceKind source, string? packages)
    {
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Golden.Path("models", model, "model"))) { Optimize = true, Source = source },
            TestContext.Current.CancellationToken);
        string[] apt = [.. context.ReadText("Dockerfile")!.Split('\n').Where(l => l.Contains("apt-get", StringComparison.Ordinal))];

        string[] expected = packages is null
            ? []
            : [$"RUN apt-get update && apt-get install --no-install-recommends -y {packages} && apt-get clean && rm -rf /var/lib/apt/lists/*"];
        Assert.Equal(expected, apt);
        Assert.Contains("RUN pip install -c constraints.txt --no-cache-dir -r requirements.txt\n", context.ReadText("Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_optimised_image_checks_its_server_and_runs_as_the_user_given()
    {
        var model = MlemModel.Load(Golden.Path("models", "a_sklearn_df", "model"));
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(model) { Optimize = true, User = "1000:1000" }, TestContext.Current.CancellationToken);
        string dockerfile = context.ReadText("Dockerfile")!;

        Assert.Contains("\nHEALTHCHECK ", dockerfile, StringComparison.Ordinal);
        Assert.Contains("h.HTTPConnection('127.0.0.1', 8080, ", dockerfile, StringComparison.Ordinal);
        Assert.EndsWith("\nUSER 1000:1000\nCMD sh run.sh", dockerfile, StringComparison.Ordinal);
        Assert.Equal("UserNeedsOptimize", (await Assert.ThrowsAsync<MlemException>(() => DockerContext.CreateAsync(
            new DockerContextRequest(model) { User = "1000" }, TestContext.Current.CancellationToken))).ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Copies_are_linked_where_the_Engine_knows_it(bool known)
    {
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Golden.Path("models", "e_requirements", "model")))
            {
                Optimize = true,
                CacheMounts = true,
                LinkedCopies = known,
                Weights = new Dictionary<string, string> { ["model"] = "mlem-weights:1" },
            },
            TestContext.Current.CancellationToken);
        string[] copies = [.. context.ReadText("Dockerfile")!.Split('\n').Where(l => l.StartsWith("COPY ", StringComparison.Ordinal))];

        Assert.Equal(
            known
                ? ["COPY --link install/ /", "COPY --link --from=mlem-weights:1 / /", "COPY --link files/ /"]
                : ["COPY install/ /", "COPY --from=mlem-weights:1 / /", "COPY files/ /"],
            copies);
    }

    [Fact]
    public async Task An_optimised_context_holds_trees_that_are_copied_onto_the_root()
    {
        string wheel = Path.Combine(_work, "mlem-0.4.14-py3-none-any.whl");
        await File.WriteAllTextAsync(wheel, "a wheel", TestContext.Current.CancellationToken);
        var request = new DockerContextRequest(MlemModel.Load(Golden.Path("models", "e_requirements", "model")))
        {
            Optimize = true,
            Args = new DockerBuildArgs { MlemWheel = wheel },
            Source = MlemSourceKind.Whl,
        };

        DockerContext context = await DockerContext.CreateAsync(request, TestContext.Current.CancellationToken);
        string[] copies = [.. context.ReadText("Dockerfile")!.Split('\n').Where(l => l.StartsWith("COPY ", StringComparison.Ordinal))];
        string[] paths = [.. context.PlacedEntries.Select(e => e.Path)];

        Assert.Equal(["COPY install/ /", "COPY wheel/ /", "COPY files/ /"], copies);
        Assert.Contains("Dockerfile", paths);
        Assert.Equal(["install/app/constraints.txt", "install/app/requirements.txt"], paths.Where(p => p.StartsWith("install/", StringComparison.Ordinal)).Order());
        Assert.Equal(["wheel/app/mlem-0.4.14-py3-none-any.whl"], paths.Where(p => p.StartsWith("wheel/", StringComparison.Ordinal)));
        Assert.Contains("files/app/model.mlem", paths);
        Assert.Contains("files/app/run.sh", paths);
        Assert.All(paths.Where(p => p != "Dockerfile"), p => Assert.Matches("^(install|wheel|files)/app/", p));

        DockerDir folder = await context.WriteFolderAsync(Path.Combine(_work, "out"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(paths, folder.Files.Select(f => f.Name));
        Assert.All(paths, p => Assert.True(File.Exists(Path.Combine(folder.Path, p)), p));
    }

    [Fact]
    public async Task A_template_of_the_users_finds_an_optimised_context_as_MLEM_lays_it_out()
    {
        string templates = Directory.CreateDirectory(Path.Combine(_work, "templates")).FullName;
        await File.WriteAllTextAsync(Path.Combine(templates, "pre_install.j2"), "COPY server.yaml /etc/server.yaml", TestContext.Current.CancellationToken);
        var request = new DockerContextRequest(MlemModel.Load(Golden.Path("models", "e_requirements", "model")))
        {
            Optimize = true,
            Args = new DockerBuildArgs { TemplatesDir = [templates] },
        };

        DockerContext context = await DockerContext.CreateAsync(request, TestContext.Current.CancellationToken);
        string[] copies = [.. context.ReadText("Dockerfile")!.Split('\n').Where(l => l.StartsWith("COPY ", StringComparison.Ordinal))];

        Assert.Equal(["COPY server.yaml /etc/server.yaml", "COPY requirements.txt constraints.txt ./", "COPY . ./"], copies);
        Assert.Contains("server.yaml", context.PlacedEntries.Select(e => e.Path));
    }

    [Fact]
    public async Task Only_BuildKit_keeps_downloads_in_mounts()
    {
        var request = new DockerContextRequest(MlemModel.Load(Golden.Path("models", "e_requirements", "model"))) { Optimize = true };
        DockerContext plain = await DockerContext.CreateAsync(request, TestContext.Current.CancellationToken);
        DockerContext mounted = await DockerContext.CreateAsync(request with { CacheMounts = true }, TestContext.Current.CancellationToken);
        string[] runs = [.. mounted.ReadText("Dockerfile")!.Split('\n').Where(l => l.StartsWith("RUN ", StringComparison.Ordinal))];

        Assert.DoesNotContain("--mount", plain.ReadText("Dockerfile"), StringComparison.Ordinal);
        Assert.All(runs, line => Assert.StartsWith("RUN --mount=type=cache,target=/", line, StringComparison.Ordinal));
        Assert.Contains(runs, line => line.Contains("apt-get install", StringComparison.Ordinal) && !line.Contains("apt/lists/*", StringComparison.Ordinal));
        Assert.Contains(runs, line => line.Contains("pip install", StringComparison.Ordinal) && !line.Contains("--no-cache-dir", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("- module: x\n  version: \"1\\n--index-url http://evil\"", "RequirementInvalid")]
    [InlineData("- package_name: curl; rm -rf /\n  type: unix", "RequirementInvalid")]
    [InlineData("- module: x\n  vcs_commit: abc\n  vcs: git", "RequirementInvalid")]
    [InlineData("- name: Dockerfile\n  source64zip: eJxLSU0t4AIABaYBqQ==\n  type: file", "ContextPathConflict")]
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
