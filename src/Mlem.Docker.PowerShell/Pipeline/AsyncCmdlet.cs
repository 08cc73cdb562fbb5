using System.Management.Automation;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Paths;

namespace Mlem.Docker.PowerShell.Pipeline;

/// <summary>
/// A cmdlet over asynchronous work. Each block runs on the pool while the pipeline thread serves what it writes and
/// asks; the stream methods may therefore be called from anywhere. A failure in a block is one error record and
/// never stops the pipeline, except in <see cref="BeginAsync"/>, where nothing could follow. Ctrl+C cancels the
/// block's token.
/// </summary>
public abstract class AsyncCmdlet : PSCmdlet
{
    // How long Ctrl+C waits for the work to clean up before it gives the prompt back.
    private static readonly TimeSpan StopGrace = TimeSpan.FromMilliseconds(800);

    // By which a script tells our lines of the information stream from others.
    private const string Tag = "Mlem.Docker";

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _items = [];
    private HashSet<string> _arguments = [];
    private PipelineQueue? _queue;
    private ProgressBoard? _progress;
    private int _pipelineThread;

    /// <summary>Where the engine reports to: this cmdlet's streams.</summary>
    protected IOperationObserver Observer => new CmdletObserver(this);

    /// <summary>Writes an object and waits until it was taken downstream.</summary>
    public new void WriteObject(object? value) => Write(() => base.WriteObject(value));

    /// <summary>Writes an object, or each of its items, and waits until they were taken downstream.</summary>
    public new void WriteObject(object? value, bool enumerateCollection) =>
        Write(() => base.WriteObject(value, enumerateCollection));

    /// <summary>Writes an error that concerns one item; the pipeline goes on, unless the user wants it to stop.</summary>
    public new void WriteError(ErrorRecord record) => Write(() => base.WriteError(record));

    /// <summary>Writes a failure that concerns one item; the pipeline goes on, unless the user wants it to stop.</summary>
    public void WriteError(Exception exception, object? target = null) =>
        WriteError(ErrorRecords.From(exception, target));

    /// <summary>Writes a line to the verbose stream.</summary>
    public new void WriteVerbose(string text) => Post(() => base.WriteVerbose(TerminalText.Clean(text)));

    /// <summary>Writes a line to the debug stream.</summary>
    public new void WriteDebug(string text) => Post(() => base.WriteDebug(TerminalText.Clean(text)));

    /// <summary>Writes a warning.</summary>
    public new void WriteWarning(string text) => Post(() => base.WriteWarning(TerminalText.Clean(text)));

    /// <summary>Says what was done, on the information stream: shown where -InformationAction wants it.</summary>
    public void WriteInformation(string text) => Post(() => base.WriteInformation(TerminalText.Clean(text), [Tag]));

    /// <summary>Shows progress, at most five times a second.</summary>
    public void WriteProgress(OperationProgress progress) => _queue?.Report(progress.Clean());

    /// <summary>Asks whether to do it, as -WhatIf and -Confirm want.</summary>
    public new bool ShouldProcess(string target, string action) => Call(() => base.ShouldProcess(Shown(target), Shown(action)));

    /// <summary>Asks whether to do it, with a whole description of what would be done.</summary>
    public new bool ShouldProcess(string description, string warning, string caption) =>
        Call(() => base.ShouldProcess(Shown(description), Shown(warning), caption));

    // A plan is as long as it is.
    private static string Shown(string text) => TerminalText.Clean(text, int.MaxValue);

    /// <summary>True where nothing may be done but be told, as -WhatIf and <c>$WhatIfPreference</c> want.</summary>
    protected bool OnlyTells => Call(() => LanguagePrimitives.IsTrue(
        MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : GetVariableValue("WhatIfPreference")));

    /// <summary>Whether a parameter came with the object of the pipeline, and not as an argument.</summary>
    protected bool Piped(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter) && !_arguments.Contains(parameter);

    /// <summary>Asks the user a question that only -Force answers in advance.</summary>
    public new bool ShouldContinue(string query, string caption) => Call(() => base.ShouldContinue(query, caption));

    /// <summary>Calls a function that needs PowerShell (a script block, a path, a variable) on the pipeline thread.</summary>
    protected T Call<T>(Func<T> function) =>
        _queue is null || Environment.CurrentManagedThreadId == _pipelineThread ? function() : _queue.Call(function);

    /// <summary>
    /// The files of the MLEM objects that paths name; a path that cannot be used is an error record of its own, and
    /// the others are returned.
    /// </summary>
    protected IReadOnlyList<string> ResolveModelPaths(IEnumerable<string> paths, bool literal)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            try
            {
                IEnumerable<string> found = Call(() => literal ? ResolveModelPath(path) : ExpandModelPath(path));

                // A model is a file and its artifact, and Get-ChildItem gives both.
                files.AddRange(PathTransformationAttribute.IsOfItem(path) ? found.Where(_items.Add) : found);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                WriteError(exception, path);
            }
        }

        return files;
    }

    /// <summary>The file of the MLEM object that one path without wildcards names.</summary>
    protected string ResolveModelFile(string path) => Call(() => ResolveModelPath(path)[0]);

    /// <summary>The file system's path for one path without wildcards, which need not exist.</summary>
    protected string ResolvePath(string path) =>
        Call(() => new PathResolver(SessionState.Path).ResolveLiteral(path));

    /// <summary>
    /// The file system's path of a file to write: its name as it is, or as the tab key writes a -Path, with a backtick before
    /// each bracket. Null for none.
    /// </summary>
    protected string? ResolveTarget(string? path, string? literalPath) => (path, literalPath) switch
    {
        (_, { } literal) => ResolvePath(literal),
        ({ } pattern, _) => Call(() => new PathResolver(SessionState.Path).ResolveTarget(pattern)),
        _ => null,
    };

    /// <summary>The work before the first input.</summary>
    protected virtual Task BeginAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The work for one input.</summary>
    protected virtual Task ProcessAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The work after the last input.</summary>
    protected virtual Task EndAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        _arguments = [.. MyInvocation.BoundParameters.Keys];
        Run(BeginAsync, ThrowTerminatingError);
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Run(ProcessAsync, base.WriteError);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Run(EndAsync, base.WriteError);

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    private void Run(Func<CancellationToken, Task> block, Action<ErrorRecord> fail)
    {
        // One for all blocks, so that many short ones do not show more than one long one.
        ProgressBoard progress = _progress ??= new ProgressBoard(FirstActivityId, ProgressRate.Current);
        var queue = new PipelineQueue(progress, base.WriteProgress, _stop.Token);
        _queue = queue;
        _pipelineThread = Environment.CurrentManagedThreadId;
        Task work = Task.Run(() => block(_stop.Token), CancellationToken.None);
        _ = work.ContinueWith(_ => queue.Complete(), TaskScheduler.Default);

        try
        {
            queue.Serve();
            progress.CompleteAll();
            while (progress.TryTakeDue() is ProgressRecord record)
                base.WriteProgress(record);
        }
        catch (Exception exception)
        {
            // Stopped, or whoever is downstream has had enough: the work must end before this cmdlet does.
            _stop.Cancel();
            queue.Complete();
            progress.Abandon();
            AbandonedWork.Settle(work, StopGrace);
            if (exception is OperationCanceledException)
                throw new PipelineStoppedException();
            throw;
        }

        Conclude(work, fail);
    }

    private void Conclude(Task work, Action<ErrorRecord> fail)
    {
        try
        {
            work.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (PipelineStoppedException)
        {
            throw;
        }
        catch (Exception exception)
        {
            fail(ErrorRecords.From(exception));
        }
    }

    // Cmdlets of one pipeline show their progress side by side.
    private int FirstActivityId => 100 * Math.Max(1, MyInvocation.PipelinePosition);

    private string[] ResolveModelPath(string path) =>
        [ModelPaths.FromName(new PathResolver(SessionState.Path).ResolveLiteral(path))];

    private string[] ExpandModelPath(string path)
    {
        IReadOnlyList<string> matches = new PathResolver(SessionState.Path).ResolveWildcards(path);
        return WildcardPattern.ContainsWildcardCharacters(path)
            ? [.. ModelPaths.FromMatches(matches)]
            : [.. matches.Select(ModelPaths.FromName)];
    }

    private void Write(Action write)
    {
        if (_queue is null || Environment.CurrentManagedThreadId == _pipelineThread)
            write();
        else
            _queue.Write(write);
    }

    private void Post(Action write)
    {
        if (_queue is null || Environment.CurrentManagedThreadId == _pipelineThread)
            write();
        else
            _queue.Post(write);
    }
}
