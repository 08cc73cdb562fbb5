using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Mlem.Docker.Engine.Transport;

/// <summary>
/// The Engine of another machine through the <c>ssh</c> program and <c>docker system dial-stdio</c> there, as the
/// docker CLI does it. Keys, agents and known hosts are ssh's own affair.
/// </summary>
internal sealed class SshStream : Stream
{
    private const int ErrorTextLimit = 2000;
    private readonly Process _process;
    private readonly Stream _input;
    private readonly Stream _output;
    private readonly StringBuilder _errors = new();
    private bool _disposed;

    private SshStream(Process process)
    {
        _process = process;
        _input = process.StandardInput.BaseStream;
        _output = process.StandardOutput.BaseStream;
        process.ErrorDataReceived += (_, line) => Remember(line.Data);
        process.BeginErrorReadLine();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static SshStream Start(DockerEndpoint endpoint) => new(Process.Start(Command(endpoint))!);

    internal static ProcessStartInfo Command(DockerEndpoint endpoint)
    {
        var command = new ProcessStartInfo("ssh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        // BatchMode: a question for a password would wait forever, since nobody sees it.
        string[] options = ["-o", "ConnectTimeout=30", "-o", "BatchMode=yes", "-T"];
        foreach (var option in options)
            command.ArgumentList.Add(option);
        if (endpoint.Port > 0)
        {
            command.ArgumentList.Add("-p");
            command.ArgumentList.Add(endpoint.Port.ToString(CultureInfo.InvariantCulture));
        }

        if (endpoint.User is not null)
        {
            command.ArgumentList.Add("-l");
            command.ArgumentList.Add(endpoint.User);
        }

        command.ArgumentList.Add("--");
        command.ArgumentList.Add(endpoint.Host);
        command.ArgumentList.Add("docker");
        if (endpoint.SocketPath is not null)
        {
            command.ArgumentList.Add("--host");
            command.ArgumentList.Add(Quote("unix://" + endpoint.SocketPath));
        }

        command.ArgumentList.Add("system");
        command.ArgumentList.Add("dial-stdio");
        return command;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Reads of a process's pipe are not all cancellable; the end of the process ends them everywhere.
        await using var stop = cancellationToken.Register(static state => ((SshStream)state!).Kill(), this).ConfigureAwait(false);
        int count;
        try
        {
            count = await _output.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            count = 0;
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (count == 0 && buffer.Length > 0)
            await ThrowIfFailedAsync().ConfigureAwait(false);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await using var stop = cancellationToken.Register(static state => ((SshStream)state!).Kill(), this).ConfigureAwait(false);
        try
        {
            await _input.WriteAsync(buffer, CancellationToken.None).ConfigureAwait(false);
            await _input.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ThrowIfFailedAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Ends what is sent; <c>dial-stdio</c> passes that on to the Engine.</summary>
    public void CloseInput() => _input.Dispose();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            Kill();
            _process.Dispose();
        }

        base.Dispose(disposing);
    }

    // The far side is a shell.
    private static string Quote(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception or NotSupportedException)
        {
            // It has ended by itself.
        }
    }

    private void Remember(string? line)
    {
        lock (_errors)
        {
            if (line is not null && _errors.Length < ErrorTextLimit)
                _errors.Append(line).Append(' ');
        }
    }

    /// <summary>An end of the output with an exit code is ssh's failure, and its error text says which.</summary>
    private async Task ThrowIfFailedAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        try
        {
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or InvalidOperationException)
        {
            return;
        }

        if (_process.ExitCode == 0)
            return;
        string said;
        lock (_errors)
            said = _errors.ToString().Trim();
        throw new IOException(Messages.FormatSshEndedWithExitCode(_process.ExitCode, said.Length == 0 ? Messages.ItSaidNothing : said));
    }
}
