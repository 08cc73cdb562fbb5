using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Context;

/// <summary>What <c>-Optimize</c> makes of the Dockerfile and of the context beside it.</summary>
public sealed class OptimizedContextTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-context-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

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
        Assert.EndsWith("\nUSER 1000:1000\nCMD [\"sh\", \"run.sh\"]", dockerfile, StringComparison.Ordinal);
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
}
