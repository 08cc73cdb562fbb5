using System.Diagnostics;

namespace Mlem.Docker.Deployment;

/// <summary>
/// Excludes others from a state, MLEM included: an empty file in MLEM's format beside the state, of which the one with
/// the smallest time holds. The file is also held open with a lock of the operating system, which ends with the
/// process: one of ours that nobody holds is of an owner that is gone, and is taken away. Files of MLEM, and of other
/// machines, are never taken away.
/// </summary>
internal sealed class StateLock : IAsyncDisposable
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // A name's time must be close to the moment at which others can see the file, or two could believe to be first.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(40);

    private readonly FileStream _file;

    private StateLock(FileStream file) => _file = file;

    public static async Task<StateLock> AcquireAsync(
        string folder, string name, TimeSpan timeout, IOperationObserver observer, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        long start = Stopwatch.GetTimestamp();
        string machine = ThisMachine.Digits;
        (LockFileName own, FileStream file) = Create(folder, name, machine);
        bool told = false;
        try
        {
            while (true)
            {
                await Task.Delay(Poll, cancellationToken).ConfigureAwait(false);
                LockFileName? first = First(folder, name, machine, own);
                if (first is null || first == own)
                {
                    if (File.Exists(Path.Combine(folder, own.File)))
                        return new StateLock(file);

                    // Somebody took our file away; without it others do not see us.
                    await file.DisposeAsync().ConfigureAwait(false);
                    (own, file) = Create(folder, name, machine);
                    continue;
                }

                if (Stopwatch.GetElapsedTime(start) > timeout)
                    throw TimedOut(folder, name, first, timeout);
                if (!told)
                    observer.Verbose(Messages.FormatWaitingForWhichLocksState(Path.Combine(folder, first.File)));
                told = true;
            }
        }
        catch
        {
            await file.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static (LockFileName Name, FileStream File) Create(string folder, string name, string machine)
    {
        bool held = true;
        while (true)
        {
            long start = Stopwatch.GetTimestamp();
            LockFileName own = LockFileName.New(name, machine, held);
            string path = Path.Combine(folder, own.File);
            FileStream file;
            try
            {
                file = new FileStream(
                    path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(path))
            {
                // The same name was taken, or somebody looked at the file before it was locked.
                File.Delete(path);
                continue;
            }

            bool late = Stopwatch.GetElapsedTime(start) > LongestDelay;
            bool works = !held || !IsFree(path);
            if (!late && works)
                return (own, file);
            held &= works;
            file.Dispose();
        }
    }

    /// <summary>The lock that holds; those of ours whose owner is gone are taken away first.</summary>
    private static LockFileName? First(string folder, string name, string machine, LockFileName own)
    {
        while (true)
        {
            LockFileName? first = Directory.EnumerateFiles(folder)
                .Select(f => LockFileName.Parse(name, Path.GetFileName(f))).Where(l => l is not null).Min();
            if (first is null || first == own || !first.CanBeProbed(machine) || !TakeAway(Path.Combine(folder, first.File)))
                return first;
        }
    }

    private static bool TakeAway(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static bool IsFree(string path)
    {
        try
        {
            new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1).Dispose();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static MlemException TimedOut(string folder, string name, LockFileName first, TimeSpan timeout)
    {
        string path = Path.Combine(folder, first.File);
        string since = first.Made is { } made ? $", made {made:u}" : string.Empty;
        return new MlemException(
            "StateLockTimeout",
            MlemErrorCategory.OperationTimeout,
            Messages.FormatStateLockTimeout(Path.Combine(folder, name), path, since, $"{timeout.TotalSeconds:0.###}"),
            path,
            Messages.StateLockTimeoutRemedy);
    }
}
