using System.Text.RegularExpressions;

namespace Mlem.Docker.Context;

/// <summary>
/// How the container's process starts. MLEM's <c>CMD sh run.sh</c> puts two shells before the server, which keep every signal
/// to themselves: a stop takes the whole 10 seconds and loses what is being answered. Where <c>run_cmd</c> is the default, the
/// server itself becomes the container's process (D25).
/// </summary>
internal static partial class StartCommand
{
    private const string Serve = "mlem serve -l server.yaml -m model";
    private const string Line = "CMD sh run.sh";
    private const string ExecLine = "CMD [\"sh\", \"run.sh\"]";

    // MLEM starts streamlit's own process beside the server and, at its end, waits for it without ending it. The same words
    // serve here with that one change; a SIGTERM ends also what has no handler for it, in the same order.
    private const string ServeWithProcess = $$"""
        # Streamlit is a process of its own, which MLEM does not end: here it ends after the server.
        exec "$(command -v python3 || command -v python)" -c '
        import os, runpy, shutil, signal, subprocess, sys
        leave = subprocess.Popen.__exit__
        def end(process, *error):
            process.terminate()
            return leave(process, *error)
        subprocess.Popen.__exit__ = end
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        sys.argv = sys.argv[1:]
        script = shutil.which(sys.argv[0])
        sys.path[0] = os.path.dirname(script)
        runpy.run_path(script, run_name="__main__")
        ' {{Serve}}
        """;

    /// <summary>The text of <c>run.sh</c>.</summary>
    public static string Script(DockerContextRequest request, Server server) =>
        request.AsMlem || !RunCommand.IsDefault(request.Args.RunCommand) ? Serve
        : server.StartsProcess ? ServeWithProcess.ReplaceLineEndings("\n")
        : "exec " + Serve;

    /// <summary>The Dockerfile with its command in the form that starts no shell, whichever template it comes from.</summary>
    public static string WithoutShell(string dockerfile, DockerContextRequest request, Server server)
    {
        if (request.AsMlem || request.Args.RunCommand != DockerBuildArgs.DefaultRunCommand)
            return dockerfile;
        string signal = server.StopSignal is { } name && !HasStopSignal().IsMatch(dockerfile) ? $"STOPSIGNAL {name}\n" : string.Empty;
        Match last = CommandLine().Matches(dockerfile).LastOrDefault() ?? Match.Empty;
        return last.Success
            ? $"{dockerfile[..last.Index]}{signal}{ExecLine}{dockerfile[(last.Index + Line.Length)..]}"
            : dockerfile;
    }

    [GeneratedRegex("^CMD sh run\\.sh$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"^\s*STOPSIGNAL\s", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HasStopSignal();
}
