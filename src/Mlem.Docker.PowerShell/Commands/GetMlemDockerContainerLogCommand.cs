using System.Management.Automation;
using Mlem.Docker.Engine;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Which of a container's two streams to read.</summary>
public enum ContainerLogStream
{
    /// <summary>Both, in the order in which they came.</summary>
    All,

    /// <summary>Standard output.</summary>
    StdOut,

    /// <summary>Standard error.</summary>
    StdErr,
}

/// <summary>Reads what deployments' containers wrote, line by line: <c>Get-MlemDockerContainerLog</c>.</summary>
[Cmdlet(VerbsCommon.Get, "MlemDockerContainerLog", DefaultParameterSetName = NameSet)]
[OutputType(typeof(string))]
public sealed class GetMlemDockerContainerLogCommand : ContainerCommand
{
    // What a timer can count.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>Waits for new lines, also when the container is restarted, until it ends.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>How many of the last lines; without it, all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Only lines from this moment on.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only lines up to this moment; with -Follow, the wait ends then.</summary>
    [Parameter]
    public DateTimeOffset? Until { get; set; }

    /// <summary>Only this stream: StdOut or StdErr.</summary>
    [Parameter]
    public ContainerLogStream Stream { get; set; }

    /// <summary>Puts each line's time before it, in UTC.</summary>
    [Parameter]
    public SwitchParameter Timestamps { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessDeploymentAsync(
        ContainerOperations operations, DockerContainer deployment, CancellationToken cancellationToken)
    {
        var options = new LogOptions
        {
            Follow = Follow,
            Tail = Tail,
            Since = Since,
            Until = Until,
            StandardOutput = Stream != ContainerLogStream.StdErr,
            StandardError = Stream != ContainerLogStream.StdOut,
            Timestamps = Timestamps,
        };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Follow && Until - DateTimeOffset.Now is { } left && left < LongestWait)
            limit.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        try
        {
            await foreach (LogLine line in operations.LogsAsync(deployment, options, limit.Token).ConfigureAwait(false))
                WriteObject(Timestamps ? $"{line.Timestamp:yyyy-MM-ddTHH:mm:ss.fffffffZ} {line.Text}" : line.Text);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Docker itself looks at the moment only when a line comes, and a quiet container would be followed for ever.
        }
    }
}
