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

    // The base image's own shell may set up what the server needs; it hands its place on.
    private const string ShellLine = "CMD exec sh run.sh";

    /// <summary>The text of <c>run.sh</c>.</summary>
    public static string Script(DockerContextRequest request, Server server) =>
        request.AsMlem || !RunCommand.IsDefault(request.Args.RunCommand) ? Serve
        : server.RunScript(request.ForImage || request.IsOptimized) is { } script ? BuiltInTemplates.Script(script)
        : "exec " + Serve;

    /// <summary>The Dockerfile with its command in the form that starts no shell, whichever template it comes from.</summary>
    public static string WithoutShell(string dockerfile, DockerContextRequest request, Server server)
    {
        if (request.AsMlem || request.Args.RunCommand != DockerBuildArgs.DefaultRunCommand)
            return dockerfile;
        string signal = server.StopSignal is { } name && !HasStopSignal().IsMatch(dockerfile) ? $"STOPSIGNAL {name}\n" : string.Empty;
        Match last = CommandLine().Matches(dockerfile).LastOrDefault() ?? Match.Empty;
        return last.Success
            ? $"{dockerfile[..last.Index]}{signal}{(request.Base.NamesShell ? ShellLine : ExecLine)}{dockerfile[(last.Index + Line.Length)..]}"
            : dockerfile;
    }

    [GeneratedRegex("^CMD sh run\\.sh$", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex CommandLine();

    [GeneratedRegex(@"^\s*STOPSIGNAL\s", RegexOptions.Multiline | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex HasStopSignal();
}
