using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>
/// What a base image says of itself, as the Engine that has it tells: its user, entry point, shell and health check would else
/// decide how an image on top of it is built and runs.
/// </summary>
internal sealed record BaseFacts
{
    // What is no wrapper but the program itself, to which a command would only be arguments.
    private static readonly string[] Programs =
    [
        "python", "ipython", "pypy", "pip", "node", "java", "perl", "ruby", "Rscript", "uvicorn", "gunicorn", "hypercorn", "flask", "streamlit", "jupyter",
        "jupyter-lab", "jupyter-notebook", "mlflow",
    ];

    /// <summary>Its user (<c>USER</c>); empty for root.</summary>
    public string User { get; init; } = string.Empty;

    /// <summary>Its entry point (<c>ENTRYPOINT</c>); empty without one.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>Its shell (<c>SHELL</c>); empty for Docker's own.</summary>
    public IReadOnlyList<string> Shell { get; init; } = [];

    /// <summary>The Python that its pip installs for; null where nobody asked.</summary>
    public PythonRelease? Python { get; init; }

    /// <summary>Whether it has a <c>HEALTHCHECK</c>.</summary>
    public bool HasHealthcheck { get; init; }

    /// <summary>Whether its user may not install packages.</summary>
    public bool NamesUser => User.Split(':')[0] is var name && name != "root" && name.Any(c => c != '0');

    /// <summary>Whether commands run in another shell than Docker's own, with what that sets up: an environment of conda, for example.</summary>
    public bool NamesShell => Shell.Count > 0 && Shell is not ["/bin/sh", "-c"];

    /// <summary>
    /// Whether its entry point is a program that would take the server's command for arguments of its own, such as python;
    /// a script or an init hands on to the command.
    /// </summary>
    public bool IsProgram
    {
        get
        {
            // '/usr/bin/env python3' is python3.
            string[] words = [.. Entrypoint.Select((word, at) => (word, at)).Where(w => w.at > 0 || !w.word.EndsWith("/env", StringComparison.Ordinal)).Select(w => w.word)];
            if (words is not [var first, .. var others])
                return false;
            string name = first[(first.LastIndexOf('/') + 1)..];
            // A shell with a script hands on to the command, if it is one that does.
            return RunCommand.IsShell(name)
                ? others.All(w => w.StartsWith('-'))
                : Programs.Any(p => name == p || (name.StartsWith(p, StringComparison.Ordinal) && name[p.Length..].All(c => char.IsAsciiDigit(c) || c == '.')));
        }
    }
}
