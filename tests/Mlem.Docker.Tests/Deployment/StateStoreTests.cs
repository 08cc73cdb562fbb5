using Mlem.Docker.Deployment;

namespace Mlem.Docker.Tests.Deployment;

public sealed class StateStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-state-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task The_local_manager_keeps_the_state_beside_the_declaration()
    {
        FileStateStore store = Store(await DeclareAsync("deps/dep", null), null);
        Assert.Equal(Path.Combine(_folder, "deps", "dep.mlem.state"), store.Path);
        Assert.Null(await store.ReadAsync(Cancellation));
    }

    [Theory]
    [InlineData("{0}/out")]
    [InlineData("file://{0}/out")]
    [InlineData("local://{0}/out")]
    [InlineData("out")]
    public async Task The_fsspec_manager_makes_its_folder(string uri)
    {
        var manager = new FsspecStateManager(string.Format(null, uri, _folder));
        DockerContainer deployment = await DeclareAsync("deps/dep", manager);
        FileStateStore store = Store(deployment, manager);
        Assert.Equal(Path.Combine(_folder, "out", ".mlem.state", "deps", "dep"), store.Path);

        await using (await store.LockAsync(NullOperationObserver.Instance, Cancellation))
            await store.WriteAsync(State(deployment), Cancellation);

        Assert.Equal(State(deployment).ToYaml(), await File.ReadAllTextAsync(store.Path, Cancellation));
        Assert.Equal([store.Path], Directory.GetFiles(Path.GetDirectoryName(store.Path)!));
    }

    [Theory]
    [InlineData("s3://bucket/state")]
    [InlineData("simplecache::file:///tmp")]
    public async Task Other_schemes_are_refused(string uri)
    {
        var manager = new FsspecStateManager(uri);
        DockerContainer deployment = await DeclareAsync("dep", manager);
        Assert.Equal("StateUriNotSupported", Assert.Throws<MlemException>(() => Store(deployment, manager)).ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("model_hash: x")]
    [InlineData("type: docker_container\ndeclaration:\n  object_type: deplo")]
    [InlineData("type: heroku\ndeclaration:\n  object_type: deployment\n  type: heroku\n  app_name: a\n")]
    [InlineData("- 1")]
    [InlineData("{")]
    public async Task What_is_no_state_is_refused_and_left_alone(string text)
    {
        FileStateStore store = Store(await DeclareAsync("dep", null), null);
        await File.WriteAllTextAsync(store.Path, text, Cancellation);
        var error = await Assert.ThrowsAsync<MlemException>(() => store.ReadAsync(Cancellation));
        Assert.Equal("StateInvalid", error.ErrorId);
        Assert.Contains(store.Path, error.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(store.Path, Cancellation));
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_state()
    {
        DockerContainer deployment = await DeclareAsync("dep", null);
        FileStateStore store = Store(deployment, null);
        DockerContainerState[] states = [State(deployment), State(deployment) with { ModelHash = new string('f', 32) }];
        await store.WriteAsync(states[0], Cancellation);
        // The writer goes on until the reader has seen enough, however late the pool starts it.
        Task reader = Task.Run(async () =>
        {
            for (int read = 0; read < 200; read++)
                Assert.Contains(await store.ReadAsync(Cancellation), states, StateComparer);
        }, Cancellation);
        for (int turn = 0; turn < 200 || !reader.IsCompleted; turn++)
            await store.WriteAsync(states[turn % 2], Cancellation);
        await reader;
        Assert.Empty(Directory.GetFiles(_folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_next_write_sweeps_what_a_killed_one_left()
    {
        DockerContainer deployment = await DeclareAsync("dep", null);
        FileStateStore store = Store(deployment, null);
        string left = Path.Combine(_folder, ".dep.mlem.state.0123ABCD.tmp");
        await File.WriteAllTextAsync(left, "half", Cancellation);
        await store.WriteAsync(State(deployment), Cancellation);
        Assert.False(File.Exists(left));
    }

    // A project from elsewhere may bring links; what is written must not get out of it by one, as into somebody's ~/.bash_profile.
    [Theory]
    [InlineData("dep.mlem.state", false)]
    [InlineData("states", true)]
    [InlineData("out/.mlem.state", true)]
    public async Task A_link_out_of_the_project_is_not_followed(string link, bool fsspec)
    {
        if (OperatingSystem.IsWindows())
            return;
        string outside = Directory.CreateTempSubdirectory("mlem-outside-").FullName;
        try
        {
            StateManager? manager = !fsspec ? null : new FsspecStateManager(link.Split('/')[0]);
            DockerContainer deployment = await DeclareAsync("dep", manager);
            Directory.CreateDirectory(Path.Combine(_folder, "out"));
            string target = Path.Combine(outside, "profile");
            if (link == "states")
                Directory.CreateDirectory(target);
            File.CreateSymbolicLink(Path.Combine(_folder, link), target);
            FileStateStore store = Store(deployment, manager);
            // A folder that the declaration names may be a link, as any that it names.
            if (link == "states")
            {
                await store.WriteAsync(State(deployment), Cancellation);
                return;
            }

            foreach (Func<Task> use in (Func<Task>[])[
                () => store.LockAsync(NullOperationObserver.Instance, Cancellation), () => store.ReadAsync(Cancellation),
                () => store.WriteAsync(State(deployment), Cancellation), () => store.DeleteAsync(Cancellation)])
            {
                Assert.Equal("PathOutsideContext", (await Assert.ThrowsAsync<MlemException>(use)).ErrorId);
            }

            Assert.Empty(Directory.EnumerateFileSystemEntries(outside));
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    private static IEqualityComparer<DockerContainerState?> StateComparer { get; } =
        EqualityComparer<DockerContainerState?>.Create((a, b) => a?.ToYaml() == b?.ToYaml(), s => 0);

    private static DockerContainerState State(DockerContainer deployment) =>
        DockerContainerState.Empty(deployment, DockerEnv.Create()) with { ModelHash = new string('0', 32), ContainerName = "c" };

    private FileStateStore Store(DockerContainer deployment, StateManager? manager) => StateStores.For(deployment, manager, _folder);

    private async Task<DockerContainer> DeclareAsync(string path, StateManager? manager)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, ".mlem.yaml"), "", Cancellation);
        return (DockerContainer)await DockerContainer.Create(new DockerContainerOptions { ContainerName = "c", StateManager = manager })
            .SaveAsync(Path.Combine(_folder, path), true, Cancellation);
    }
}
