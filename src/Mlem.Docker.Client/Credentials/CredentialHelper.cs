using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Registries;

/// <summary>
/// Asks a program <c>docker-credential-NAME get</c> (docker-credential-helpers protocol): the address goes in on
/// standard input, <c>{"Username": …, "Secret": …}</c> comes out. Nothing secret is on the command line.
/// </summary>
internal sealed partial class CredentialHelper
{
    private const int LargestAnswer = 1024 * 1024;

    // Helpers do not translate this sentence: docker itself compares it.
    private const string NotFoundMessage = "credentials not found in native keychain";

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The folder that has the helpers; null for those of PATH.</summary>
    public string? Folder { get; init; }

    public async Task<RegistryCredential?> GetAsync(string name, string address, CancellationToken cancellationToken)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw Failed(name, "CredentialHelperInvalid", Messages.ItsNameMayOnlyHaveLetters);

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        using var process = Start(name);
        try
        {
            var output = ReadAsync(process.StandardOutput, timeout.Token);
            var errors = ReadAsync(process.StandardError, timeout.Token);
            await WriteAddressAsync(process, address, timeout.Token).ConfigureAwait(false);
            var answer = await output.ConfigureAwait(false);
            var complaint = await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(timeout.Token).ConfigureAwait(false);
            return process.ExitCode == 0
                ? Parse(name, answer)
                : Explain(name, address, process.ExitCode, answer.Trim(), complaint.Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(name, "CredentialHelperTimeout", Messages.FormatItDidNotAnswerWithinS($"{Timeout.TotalSeconds:0.#}"),
                category: MlemErrorCategory.OperationTimeout);
        }
        finally
        {
            Stop(process);
        }
    }

    private Process Start(string name)
    {
        var program = "docker-credential-" + name;
        try
        {
            return Process.Start(new ProcessStartInfo(Folder is null ? program : Path.Combine(Folder, program), ["get"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                StandardInputEncoding = new UTF8Encoding(false),
                StandardOutputEncoding = Encoding.UTF8,
                UseShellExecute = false,
                CreateNoWindow = true,
            })!;
        }
        catch (Win32Exception failure)
        {
            throw Failed(name, "CredentialHelperNotFound", Messages.FormatItCannotBeStarted(failure.Message), failure);
        }
    }

    // A helper that fails early may have closed its input; its exit code then tells more than the broken pipe.
    private static async Task WriteAddressAsync(Process process, string address, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(address.AsMemory(), cancellationToken).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            if (text.Length < LargestAnswer)
                text.Append(buffer, 0, count);
        }

        return text.ToString();
    }

    internal static RegistryCredential? Parse(string name, string answer)
    {
        try
        {
            using var document = PeerJson.Parse(answer);
            var userName = document.RootElement.GetProperty("Username").GetString();
            var secret = document.RootElement.GetProperty("Secret").GetString();
            var origin = Messages.FormatCredentialHelperDockerCredential(name);

            // docker-credential-pass succeeds with empty fields for what it does not know (measured with 0.6.4).
            if (string.IsNullOrEmpty(secret) || string.IsNullOrEmpty(userName))
                return null;
            return userName == "<token>"
                ? RegistryCredential.FromIdentityToken(secret, origin)
                : RegistryCredential.FromPassword(userName, secret, origin);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // The answer holds the secret, so neither it nor the parser's message may be shown.
            throw Failed(name, "CredentialHelperFailed", Messages.ItsAnswerIsNotUsernameSecret);
        }
    }

    internal static RegistryCredential? Explain(string name, string address, int exitCode, string answer, string complaint)
    {
        if (answer.Contains(NotFoundMessage, StringComparison.OrdinalIgnoreCase)
            || complaint.Contains(NotFoundMessage, StringComparison.OrdinalIgnoreCase))
            return null;
        // What it would have answered with, it may repeat in its complaint.
        bool isAnswer = answer.Contains('{', StringComparison.Ordinal) || answer.Contains("Secret", StringComparison.OrdinalIgnoreCase);
        var text = complaint.Length > 0 ? complaint : isAnswer ? "" : answer;
        if (isAnswer)
            text = Quoted().Matches(answer).Select(m => m.Groups[1].Value).Aggregate(text, (t, v) => t.Replace(v, "***", StringComparison.Ordinal));
        var shown = text.Length == 0 || text.Contains("Secret", StringComparison.Ordinal) ? "" : ": " + PlainText.Bound(text);
        throw Failed(name, "CredentialHelperFailed", Messages.FormatAskedForItEndedWithExit(address, exitCode, shown));
    }

    [GeneratedRegex("\"([^\"]{4,})\"")]
    private static partial Regex Quoted();

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception)
        {
            // It ended in between.
        }
    }

    private static MlemException Failed(
        string name,
        string errorId,
        string reason,
        Exception? cause = null,
        MlemErrorCategory category = MlemErrorCategory.ResourceUnavailable) => new(
            errorId,
            category,
            Messages.FormatCredentialHelperDockerCredentialWhichDockers(name, reason),
            name,
            Messages.InstallOrRepairHelperOrTake,
            cause);
}
