using System.Management.Automation;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

/// <summary>A cmdlet of the tests: what its block does is a function given to it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AsyncBlock", SupportsShouldProcess = true)]
public sealed class TestAsyncBlockCommand : AsyncCmdlet
{
    [Parameter(Mandatory = true)]
    public Func<TestAsyncBlockCommand, CancellationToken, Task> Block { get; set; } = null!;

    [Parameter]
    public Func<TestAsyncBlockCommand, CancellationToken, Task>? Begin { get; set; }

    [Parameter(ValueFromPipeline = true)]
    public int InputObject { get; set; }

    public IOperationObserver Reports => Observer;

    public T OnPipelineThread<T>(Func<T> function) => Call(function);

    public IReadOnlyList<string> ModelPaths(bool literal, params string[] paths) => ResolveModelPaths(paths, literal);

    public string PathOf(string path) => ResolvePath(path);

    protected override Task BeginAsync(CancellationToken cancellationToken) =>
        Begin?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    protected override Task ProcessAsync(CancellationToken cancellationToken) => Block(this, cancellationToken);
}
