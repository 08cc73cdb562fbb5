using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Mlem.Docker.Repositories;

/// <summary>
/// The program <c>git</c>. It asks nobody anything, runs nothing that a repository brings, and speaks to no other kind of
/// address than those that were meant.
/// </summary>
/// <param name="address">The repository, whose login it gets where the address had one.</param>
internal sealed class GitProgram(GitAddress address)
{
    private const int LongestOutput = 4 * 1024 * 1024;

    // No hook, no watcher, no link out of the folder, and no repository in a repository.
    private static readonly string[] Safe =
    [
        "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.symlinks=false", "-c", "core.autocrlf=false", "-c", "submodule.recurse=false",
        "-c", "http.lowSpeedLimit=1000", "-c", "http.lowSpeedTime=30", "-c", "http.followRedirects=initial", "-c", "advice.detachedHead=false",
        "-c", "gc.auto=0", "-c", "maintenance.auto=false", "--literal-pathspecs",
    ];

    /// <summary>Runs a command.</summary>
    /// <param name="folder">Where; null for no repository.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="arguments">The command and what follows.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MlemException"><c>GitMissing</c>, <c>GitTimeout</c>.</exception>
    public async Task<GitResult> RunAsync(string? folder, TimeSpan limit, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        using Process process = Start(folder, arguments);
        try
        {
            process.StandardInput.Close();
            Task<string> output = ReadAsync(process.StandardOutput, timer.Token);
            Task<string> errors = ReadAsync(process.StandardError, timer.Token);
            await Task.WhenAll(output, errors).ConfigureAwait(false);
            await process.WaitForExitAsync(timer.Token).ConfigureAwait(false);
            return new GitResult(process.ExitCode, await output.ConfigureAwait(false), (await errors.ConfigureAwait(false)).Trim());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw GitErrors.Timeout(limit);
        }
        finally
        {
            Stop(process);
        }
    }

    private Process Start(string? folder, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        // git would send the login to wherever the server sends it on to.
        string[] stay = address.Authorization is null ? [] : ["-c", "http.followRedirects=false"];
        foreach (string argument in Safe.Concat(stay).Concat(arguments))
            start.ArgumentList.Add(argument);
        // Another repository, which a hook or a script may have set, is not meant.
        foreach (string name in (string[])["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_TRACE", "GIT_CURL_VERBOSE"])
            start.Environment.Remove(name);
        start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        start.Environment["GIT_ALLOW_PROTOCOL"] = "http:https:ssh";
        start.Environment["GIT_CEILING_DIRECTORIES"] = Path.GetDirectoryName(folder ?? Path.GetTempPath());
        start.Environment["LC_ALL"] = "C";
        if (!start.Environment.ContainsKey("GIT_SSH_COMMAND") && !start.Environment.ContainsKey("GIT_SSH"))
            start.Environment["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes -o ConnectTimeout=30";
        if (address.Authorization is { } authorization)
        {
            start.Environment["GIT_CONFIG_COUNT"] = "1";
            start.Environment["GIT_CONFIG_KEY_0"] = $"http.{address.Url}.extraHeader";
            start.Environment["GIT_CONFIG_VALUE_0"] = "Authorization: Basic " + authorization;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw GitErrors.Missing(failure);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        char[] buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            if (text.Length < LongestOutput)
                text.Append(buffer, 0, count);
        }

        return text.ToString();
    }

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended in between.
        }
    }
}

/// <summary>What came of a command of git.</summary>
internal sealed record GitResult(int ExitCode, string Output, string Errors);
