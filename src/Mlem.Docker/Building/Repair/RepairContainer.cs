using System.Text;
using Docker.DotNet.Models;
using Mlem.Docker.Engine;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Building;

/// <summary>
/// A container of a model's image that has no network and no capability: the model is loaded and called in it, and it is
/// removed again, whatever happens.
/// </summary>
internal sealed class RepairContainer(DockerEngine engine, IOperationObserver observer)
{
    private const string Script = ".mlem-docker-repair.py";
    private const string Sample = ".mlem-docker-sample.json";
    private const int LastLines = 20;
    private const int LongestAnswer = 4 * 1024 * 1024;

    // The image's Python, whatever it is called.
    private const string Shell = "exec \"$(command -v python3 || command -v python)\" \"$0\" model \"$1\" \"$2\"";

    private static readonly TimeSpan Cleanup = TimeSpan.FromSeconds(30);

    /// <summary>What the script said.</summary>
    /// <param name="image">The image.</param>
    /// <param name="model">The name of the model, for messages.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">Stops it; the container is removed all the same.</param>
    /// <exception cref="MlemException"><c>ModelRepairFailed</c>.</exception>
    public async Task<YamlMapping> RunAsync(EngineImage image, string model, ModelSample sample, TimeSpan timeout, CancellationToken cancellationToken)
    {
        string container = $"mlem-repair-{Guid.NewGuid():N}"[..24];
        string mark = $"{Guid.NewGuid():N}:";
        observer.Progress(new OperationProgress(Messages.FormatRepairing(model), Messages.StartingAContainer));
        try
        {
            // Ctrl+C does not end it halfway: a container that the Engine makes all the same would stay.
            await engine.Containers.CreateContainerAsync(Parameters(container, image, model, mark), CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            string script = await ContainerScript.ReadAsync("repair.py", cancellationToken).ConfigureAwait(false);
            await ContainerScript.CopyAsync(engine, container, "/", Script, script, cancellationToken).ConfigureAwait(false);
            await ContainerScript.CopyAsync(engine, container, "/", Sample, sample.Request, cancellationToken).ConfigureAwait(false);
            await engine.Containers.StartContainerAsync(container, cancellationToken).ConfigureAwait(false);
            return await AnswerAsync(container, model, mark, timeout, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            using var limit = new CancellationTokenSource(Cleanup);
            await engine.Containers.RemoveContainerAsync(container, force: true, volumes: true, limit.Token).ConfigureAwait(false);
            observer.Progress(new OperationProgress(Messages.FormatRepairing(model), "Done", 100, Completed: true));
        }
    }

    // Nothing of the model is trusted: it gets no network, no capability, and nothing of this machine.
    private static CreateContainerParameters Parameters(string container, EngineImage image, string model, string mark) => new()
    {
        Image = image.Id,
        Name = container,
        Labels = new Dictionary<string, string> { ["mlem.repair"] = model },
        Entrypoint = ["sh", "-c"],
        Cmd = [Shell, "/" + Script, "/" + Sample, mark],
        Healthcheck = new HealthcheckConfig { Test = ["NONE"] },
        HostConfig = new HostConfig
        {
            NetworkMode = "none",
            CapDrop = ["ALL"],
            SecurityOpt = ["no-new-privileges"],
            RestartPolicy = new RestartPolicy { Name = RestartPolicyKind.No },
        },
    };

    private async Task<YamlMapping> AnswerAsync(string container, string model, string mark, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        int? exit = null;
        try
        {
            exit = await engine.Containers.WaitContainerAsync(container, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Told below, with what it said until now.
        }

        string? answer = null;
        var last = new Queue<string>();
        await foreach (LogLine line in engine.Containers.ReadLogsAsync(container, new LogOptions(), cancellationToken).ConfigureAwait(false))
        {
            if (line.Text.StartsWith(mark, StringComparison.Ordinal) && line.Text.Length < LongestAnswer)
                answer ??= line.Text[mark.Length..];
            else if (line.Text.Length > 0)
                last.Enqueue(TerminalText.Clean(line.Text));
            if (last.Count > LastLines)
                last.Dequeue();
        }

        if (answer is not null)
            return RepairErrors.Checked(model, Parse(model, answer));
        throw exit is null
            ? RepairErrors.TooLong(model, timeout)
            : RepairErrors.Ended(model, exit.Value, [.. last]);
    }

    private static YamlMapping Parse(string model, string answer)
    {
        try
        {
            return MlemYaml.Read(Encoding.UTF8.GetString(Convert.FromBase64String(answer.Trim()))) as YamlMapping ?? throw RepairErrors.Unreadable(model);
        }
        catch (FormatException)
        {
            throw RepairErrors.Unreadable(model);
        }
    }
}
