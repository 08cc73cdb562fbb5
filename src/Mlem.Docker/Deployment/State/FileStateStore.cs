using Mlem.Docker.Metadata;

namespace Mlem.Docker.Deployment;

/// <summary>Keeps the state in a file, as both of MLEM's state managers do.</summary>
/// <param name="path">The file.</param>
/// <param name="locking">Whether it is locked while it is changed.</param>
/// <param name="lockTimeout">How long to wait for the lock.</param>
/// <param name="within">The folders in which it must lie, links followed: what a project brings leads nowhere else.</param>
internal sealed class FileStateStore(string path, bool locking, TimeSpan lockTimeout, IReadOnlyList<string> within) : IStateStore
{
    public string Path => path;

    public async Task<IAsyncDisposable> LockAsync(IOperationObserver observer, CancellationToken cancellationToken)
    {
        CheckPlace();
        if (!locking)
            return new MemoryStream();
        return await GuardAsync("locked", () => StateLock.AcquireAsync(
            System.IO.Path.GetDirectoryName(path)!, System.IO.Path.GetFileName(path), lockTimeout, observer, cancellationToken))
            .ConfigureAwait(false);
    }

    public async Task<DockerContainerState?> ReadAsync(CancellationToken cancellationToken)
    {
        CheckPlace();
        string text;
        try
        {
            text = await Task.Run(() => RegularFile.ReadAllText(path), cancellationToken).ConfigureAwait(false);
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
                Messages.FormatStateInvalid(path, text.Length == 0 ? Messages.ItIsEmpty : e.Message),
                path,
                Messages.StateInvalidRemedy,
                e);
        }
    }

    public Task WriteAsync(DockerContainerState state, CancellationToken cancellationToken) => GuardAsync("written", async () =>
    {
        CheckPlace();
        await AtomicFile.WriteAsync(path, state.ToYaml(), cancellationToken).ConfigureAwait(false);
        return true;
    });

    public Task DeleteAsync(CancellationToken cancellationToken) => GuardAsync("removed", () =>
    {
        CheckPlace();
        AtomicFile.Delete(path);
        return Task.FromResult(true);
    });

    private void CheckPlace()
    {
        if (RealPath.Find(path) is { } real && within.Any(folder => RealPath.IsWithin(folder, real)))
            return;
        throw new MlemException(
            "PathOutsideContext",
            MlemErrorCategory.InvalidData,
            Messages.FormatFileLeadsOutside(path, RealPath.Find(path) ?? path, string.Join(System.IO.Path.PathSeparator, within)),
            path,
            Messages.FileLeadsOutsideRemedy);
    }

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
        Messages.FormatStateCannotBe(path, what, cause.Message),
        path,
        Messages.CheckFoldersRightsAndItsFree,
        cause);
}
