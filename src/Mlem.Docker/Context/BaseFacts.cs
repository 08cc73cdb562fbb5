using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>
/// What a base image says of itself, as the Engine that has it tells: its user, entry point, shell and health check would else
/// decide how an image on top of it is built and runs.
/// </summary>
internal sealed record BaseFacts
{
    private static readonly string[] Roots = ["", "root", "0", "root:root", "0:0", "root:0", "0:root"];

    // What is no wrapper but the program itself, to which a command would only be arguments.
    private static readonly string[] Programs = ["python", "pip", "node", "java", "perl", "ruby", "Rscript"];

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
    public bool NamesUser => !Roots.Contains(User);

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
            if (Entrypoint is not [var first, ..])
                return false;
            string name = first[(first.LastIndexOf('/') + 1)..];
            return Entrypoint.Count == 1
                ? RunCommand.IsShell(name) || Programs.Any(p => name == p || (name.StartsWith(p, StringComparison.Ordinal) && name[p.Length..].All(c => char.IsAsciiDigit(c) || c == '.')))
                : RunCommand.IsShell(name) && Entrypoint[^1] is "-c" or "-lc";
        }
    }
}
