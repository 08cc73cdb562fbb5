using System.Diagnostics;
using System.Text;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Engine.Transport;

namespace Mlem.Docker.Engine.Buildx;

/// <summary>One build by <c>docker buildx build</c>, from our context on its standard input to the image that the Engine has.</summary>
internal sealed class BuildxOperation(DockerEngine engine, ImageBuildRequest request, IOperationObserver observer)
{
    private const int LongestComplaint = 32 * 1024;
    private readonly BuildNarrator _narrator = new(request, engine.Endpoint, observer);
    private readonly StringBuilder _complaint = new();

    private string Wanted => request.Buildx.Any ? string.Join(", ", request.Buildx.Asked()) : "-Builder Buildx";

    public async Task<ImageBuildResult> RunAsync(Func<Stream, CancellationToken, Task> writeContext, CancellationToken cancellation)
    {
        var start = TimeProvider.System.GetTimestamp();
        var program = new BuildxProgram(engine.Endpoint);
        await program.EnsureAsync(Wanted, cancellation).ConfigureAwait(false);
        using var arguments = BuildxArguments.From(request);
        _narrator.Begin(Messages.FormatBuildxIsStarted(_narrator.Masked(string.Join(' ', arguments.Arguments)), engine.Endpoint));
        using var process = program.Start(arguments.Arguments, arguments.Variables, Wanted);
        try
        {
            await using var stop = cancellation.Register(() => BuildxProgram.Stop(process)).ConfigureAwait(false);
            var said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var writing = WriteAsync(process, writeContext, cancellation);
            await ReadAsync(process.StandardError.BaseStream).ConfigureAwait(false);
            await said.ConfigureAwait(false);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            await EndAsync(process, writing).ConfigureAwait(false);
            var record = _narrator.Decoder.Record;
            record.ImageId = await IdAsync(arguments.Metadata, cancellation).ConfigureAwait(false);
            var image = await new BuiltImage(engine, request, _narrator.Name).AskAsync(record, isDocker: true, null, cancellation).ConfigureAwait(false);
            return _narrator.Result(image, ImageBuilderKind.Buildx, TimeProvider.System.GetElapsedTime(start));
        }
        catch (Exception error) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(Messages.FormatWhatWasCancelled(_narrator.Activity), error, cancellation);
        }
        finally
        {
            BuildxProgram.Stop(process);
            _narrator.End();
        }
    }

    private static async Task WriteAsync(Process process, Func<Stream, CancellationToken, Task> writeContext, CancellationToken cancellation)
    {
        await using var input = process.StandardInput.BaseStream;
        // It takes for a tar stream only what begins as one of the old kind.
        await BuildKitContext.Prefixed(writeContext)(input, cancellation).ConfigureAwait(false);
    }

    /// <summary>Progress is a line of JSON each; what is none is the program's own word.</summary>
    private async Task ReadAsync(Stream errors)
    {
        var reader = new EngineMessageReader(errors);
        try
        {
            while (await reader.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
            {
                if (BuildxTrace.Parse(line) is { } trace)
                    _narrator.Decoder.Take(trace);
                else if (_complaint.Length < LongestComplaint)
                    _complaint.Append(Encoding.UTF8.GetString(line.Span[..Math.Min(line.Length, LongestComplaint)])).Append('\n');
            }
        }
        catch (StreamCutException)
        {
            // It was ended in the middle of a line; its exit code tells the rest.
        }
    }

    private async Task EndAsync(Process process, Task writing)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (IOException) when (process.ExitCode != 0)
        {
            // It ended before it had read all; why, it says itself.
        }

        if (process.ExitCode == 0)
            return;
        var complaint = _complaint.ToString();
        var at = complaint.LastIndexOf("ERROR: ", StringComparison.Ordinal);
        var error = (at < 0 ? complaint : complaint[(at + 7)..]).Trim();
        foreach (var prefix in (string[])["failed to build: ", "failed to solve: "])
            error = error.StartsWith(prefix, StringComparison.Ordinal) ? error[prefix.Length..] : error;
        error = error.Length == 0 ? Messages.FormatBuildxEndedWithExitCode(process.ExitCode) : error;
        _narrator.Decoder.Take(new EngineMessage { Error = error });
        throw _narrator.Failure(error);
    }

    /// <summary>What the program says that it made: the id of the image's description, else the digest of its manifest.</summary>
    private async Task<string?> IdAsync(string metadata, CancellationToken cancellation)
    {
        var ids = await BuildxMetadata.ReadAsync(metadata, cancellation).ConfigureAwait(false);
        foreach (var id in ids)
        {
            if (await engine.Images.FindImageAsync(id, cancellation).ConfigureAwait(false) is not null)
                return id;
        }

        return ids.FirstOrDefault();
    }
}
