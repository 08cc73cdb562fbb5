namespace Mlem.Docker.Deployment;

/// <summary>Keeps the state in a file, as both of MLEM's state managers do.</summary>
internal sealed class FileStateStore(string path, bool locking, TimeSpan lockTimeout) : IStateStore
{
    public string Path => path;

    public async Task<IAsyncDisposable> LockAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        if (!locking)
            return new MemoryStream();
        return await GuardAsync("locked", () => StateLock.AcquireAsync(
            System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileName(path), lockTimeout, observer, cancellationToken))
            .ConfigureAwait(false);
    }

    public async Task<DockerContainerState?> ReadAsync(CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed("read", e);
        }

        try
        {
            return DockerContainerState.Parse(text, path);
        }
        catch (Exception e) when (e is MlemException or InvalidCastException or NullReferenceException)
        {
            throw new MlemException(
                "StateInvalid",
                MlemErrorCategory.InvalidData,
                $"{path} is no state of a Docker container: {(text.Length == 0 ? "it is empty." : e.Message)}",
                path,
                "Nothing was changed. Restore the file, or remove it after having looked which container it was about.",
                e);
        }
    }

    public Task WriteAsync(DockerContainerState state, CancellationToken cancellationToken) => GuardAsync("written", async () =>
    {
        await AtomicFile.WriteAsync(path, state.ToYaml(), cancellationToken).ConfigureAwait(false);
        return true;
    });

    public Task DeleteAsync(CancellationToken cancellationToken) => GuardAsync("removed", () =>
    {
        AtomicFile.Delete(path);
        return Task.FromResult(true);
    });

    private async Task<T> GuardAsync<T>(string what, Func<Task<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(what, e);
        }
    }

    private MlemException Failed(string what, Exception cause) => new(
        "StateNotAccessible",
        cause is UnauthorizedAccessException ? MlemErrorCategory.PermissionDenied : MlemErrorCategory.WriteError,
        $"The state {path} cannot be {what}: {cause.Message}",
        path,
        "Check the folder's rights and its free space.",
        cause);
}
