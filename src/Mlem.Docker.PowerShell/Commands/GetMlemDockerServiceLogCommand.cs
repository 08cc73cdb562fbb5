using System.Management.Automation;
using Mlem.Docker.Engine;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Reads what services' tasks wrote on all machines, line by line: <c>Get-MlemDockerServiceLog</c>.</summary>
[Cmdlet(VerbsCommon.Get, "MlemDockerServiceLog", DefaultParameterSetName = NameSet)]
[OutputType(typeof(string))]
public sealed class GetMlemDockerServiceLogCommand : ServiceCommand
{
    /// <summary>Waits for new lines, those of new tasks too, until it is stopped or the service is removed.</summary>
    [Parameter]
    public SwitchParameter Follow { get; set; }

    /// <summary>How many of the last lines of each task; without it, all.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? Tail { get; set; }

    /// <summary>Only lines from this moment on.</summary>
    [Parameter]
    public DateTimeOffset? Since { get; set; }

    /// <summary>Only this stream: StdOut or StdErr.</summary>
    [Parameter]
    public ContainerLogStream Stream { get; set; }

    /// <summary>Puts each line's time before it, in UTC.</summary>
    [Parameter]
    public SwitchParameter Timestamps { get; set; }

    /// <summary>Puts each line's task before it: the service, the replica's number and the begin of the task's id.</summary>
    [Parameter]
    public SwitchParameter Details { get; set; }

    /// <inheritdoc/>
    private protected override async Task ProcessDeploymentAsync(
        ServiceOperations operations, DockerServiceTarget target, CancellationToken cancellationToken)
    {
        var options = new LogOptions
        {
            Follow = Follow,
            Tail = Tail,
            Since = Since,
            StandardOutput = Stream != ContainerLogStream.StdErr,
            StandardError = Stream != ContainerLogStream.StdOut,
            Timestamps = Timestamps,
        };
        var tasks = new Dictionary<string, string>();
        await foreach (ServiceLogLine line in operations.LogsAsync(target, options, cancellationToken).ConfigureAwait(false))
        {
            if (Details && !tasks.ContainsKey(line.TaskId))
            {
                // Tasks come and go while they are followed.
                DockerServiceStatus now = await operations.GetStatusAsync(target, cancellationToken).ConfigureAwait(false);
                foreach (EngineTask task in now.Tasks)
                    tasks[task.Id] = $"{now.Name}.{task.Slot}.{task.Id[..Math.Min(8, task.Id.Length)]}";
                tasks.TryAdd(line.TaskId, line.TaskId);
            }

            string time = Timestamps ? $"{line.Timestamp:yyyy-MM-ddTHH:mm:ss.fffffffZ} " : string.Empty;
            WriteObject(Details ? $"{tasks[line.TaskId]} | {time}{line.Text}" : time + line.Text);
        }
    }
}
