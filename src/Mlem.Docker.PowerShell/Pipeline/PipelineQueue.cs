using System.Collections.Concurrent;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Pipeline;

/// <summary>
/// What asynchronous work asks of the pipeline thread, in order. PowerShell's streams, questions and paths may be
/// used on that thread only; the work runs on the pool.
/// </summary>
internal sealed class PipelineQueue(ProgressBoard progress, Action<ProgressRecord> show, CancellationToken stop)
{
    // Never disposed: work that outlives a stopped pipeline may still post to it.
    private readonly BlockingCollection<Action> _requests = [];

    /// <summary>Asks for something and does not wait for it; lost once the pipeline has stopped.</summary>
    public void Post(Action request)
    {
        try
        {
            _requests.Add(request, CancellationToken.None);
        }
        catch (InvalidOperationException)
        {
            // Nobody listens any more.
        }
    }

    /// <summary>
    /// Writes to a stream and waits until whoever is downstream has taken it. A failure there ends the pipeline.
    /// </summary>
    /// <exception cref="OperationCanceledException">The pipeline is stopping.</exception>
    public void Write(Action write)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            write();
            written.SetResult();
        });
        written.Task.WaitAsync(stop).GetAwaiter().GetResult();
    }

    /// <summary>Calls a function on the pipeline thread; what it throws is thrown here.</summary>
    /// <exception cref="OperationCanceledException">The pipeline is stopping.</exception>
    public T Call<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                result.SetResult(function());
            }
            catch (Exception exception) when (exception is not PipelineStoppedException)
            {
                result.SetException(exception);
            }
        });
        return result.Task.WaitAsync(stop).GetAwaiter().GetResult();
    }

    /// <summary>Shows how far an operation is, now or as soon as the rate allows.</summary>
    public void Report(OperationProgress report)
    {
        progress.Report(report);
        Post(static () => { });
    }

    /// <summary>No more requests will come: <see cref="Serve"/> returns after the last one.</summary>
    public void Complete() => _requests.CompleteAdding();

    /// <summary>Serves requests on the calling thread until the work has completed.</summary>
    /// <exception cref="OperationCanceledException">The pipeline is stopping.</exception>
    public void Serve()
    {
        while (!_requests.IsCompleted)
        {
            if (_requests.TryTake(out Action? request, progress.MillisecondsToNext(), stop))
                request();
            if (progress.TryTakeDue() is ProgressRecord record)
                show(record);
        }
    }
}
