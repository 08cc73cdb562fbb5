using Mlem.Docker.Context;

namespace Mlem.Docker.Exporting.Compose;

/// <summary>
/// The Docker folder that a Compose file builds an image from, beside the file. Nobody has named it, so that nothing is
/// replaced but what was written as a Docker folder before.
/// </summary>
internal sealed class ComposeFolder(string file, string name, DockerContext context)
{
    /// <summary>The folder.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, name);

    /// <summary>The folder for a question to a person: with a word where something is replaced.</summary>
    public string Told => HasContent(Path) ? Messages.FormatReplacedFolder(Path) : Path;

    /// <summary>Refuses what must not be written over, before anything is written.</summary>
    /// <exception cref="MlemException"><c>TargetInvalid</c>, <c>TargetIsFile</c>, <c>TargetNotEmpty</c>, <c>TargetInUse</c>.</exception>
    public void Check(bool force)
    {
        string parent = System.IO.Path.GetDirectoryName(file)!;
        if (!string.Equals(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)), parent, StringComparison.Ordinal))
            throw Invalid(Messages.FormatExportFolderIsNotOurs(Path), Messages.GiveAnotherNameOrTarget);
        if (string.Equals(Path, file, StringComparison.OrdinalIgnoreCase))
            throw Invalid(Messages.FormatExportFolderIsTheFile(name, file), Messages.GiveAnotherNameOrTarget);
        // A link may lead anywhere, and nobody has named where.
        if (new FileInfo(Path).LinkTarget is { } link)
            throw Invalid(Messages.FormatFileLeadsOutside(Path, link, parent), Messages.GiveAnotherNameOrTarget);
        string folder = FolderTarget.Resolve(Path);
        FolderTarget.Check(folder, force, context);
        if (HasContent(folder) && !FolderContextReader.IsDockerFolder(folder))
            throw Invalid(Messages.FormatExportFolderIsNotOurs(Path), Messages.ExportFolderIsNotOursRemedy);
    }

    /// <summary>Writes it.</summary>
    public Task WriteAsync(bool force, IOperationObserver observer, CancellationToken cancellationToken) =>
        context.WriteFolderAsync(Path, force, false, observer, cancellationToken);

    /// <summary>Whether there is nothing yet where it is written.</summary>
    public bool IsNew => !HasContent(Path);

    /// <summary>Takes it away again, where what it was written for failed.</summary>
    public void Remove() => Directory.Delete(FolderTarget.Resolve(Path), recursive: true);

    private static bool HasContent(string folder) => Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any();

    private MlemException Invalid(string message, string remedy) => new(
        "TargetInvalid", MlemErrorCategory.InvalidArgument, message, Path, remedy);
}
