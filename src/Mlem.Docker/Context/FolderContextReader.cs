using Mlem.Docker.Metadata;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>
/// Describes a Docker folder that was written before as a context again: its files as they lie there now, so that what
/// somebody changed by hand counts.
/// </summary>
internal static class FolderContextReader
{
    private const string Dockerfile = "Dockerfile";
    private const string ModelFile = "model.mlem";
    private const string ServerFile = "server.yaml";

    /// <summary>Describes the folder; no artifact is read.</summary>
    /// <param name="dir">The folder.</param>
    /// <param name="args">What a folder does not hold: values for ARG lines, the platform, a hook.</param>
    /// <exception cref="MlemException"><c>DockerDirInvalid</c>: it is not there, or no Docker folder of a model.</exception>
    public static DockerContext Read(DockerDir dir, DockerBuildArgs args)
    {
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dir.Path));
        if (!Directory.Exists(folder))
            throw Invalid(folder, Messages.FolderIsNotThere);
        string files = FilesOf(folder);
        if (Marks(folder, files).FirstOrDefault(file => !File.Exists(file)) is { } missing)
            throw Invalid(folder, Messages.FormatFolderHasNoFile(Path.GetFileName(missing)));

        ContextEntry[] entries = [.. Files(folder).OrderBy(e => e.Path, StringComparer.Ordinal)];
        var model = MlemModel.Load(Path.Combine(files, ModelFile));
        return new DockerContext(model, Server.Load(Path.Combine(files, ServerFile)), args, entries, dir.BaseImage, Values(model, args), [])
        {
            Request = new DockerContextRequest(model) { Args = args },
            ModelName = dir.Model,
            PythonVersion = dir.PythonVersion ?? PythonRelease.OfImage(dir.BaseImage)?.ToString(),
            Decisions = dir.PythonReason is { } reason ? [reason] : [],
        };
    }

    /// <summary>Whether a folder has what each Docker folder has.</summary>
    public static bool IsDockerFolder(string folder) => Marks(folder, FilesOf(folder)).All(File.Exists);

    private static string[] Marks(string folder, string files) =>
        [Path.Combine(folder, Dockerfile), Path.Combine(files, ModelFile), Path.Combine(files, ServerFile)];

    // Under -Optimize, all but the Dockerfile lies in trees.
    private static string FilesOf(string folder) =>
        Path.Combine(folder, ContextLayout.Files, "app") is var trees && Directory.Exists(trees) ? trees : folder;

    private static IEnumerable<ContextEntry> Files(string folder)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
        string[] within = SourceFile.Folders(folder);
        foreach (FileSystemInfo item in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", all))
        {
            string name = Path.GetRelativePath(folder, item.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (item.LinkTarget is not null)
                throw Invalid(folder, Messages.FormatFolderHoldsLink(name));
            if (name == Dockerfile)
                yield return new GeneratedEntry(name, RegularFile.ReadAllBytes(item.FullName, within));
            else if (item is FileInfo file)
                yield return new FileEntry(name, SourceFile.Find(file.FullName, within));
        }
    }

    private static Dictionary<string, string> Values(MlemModel model, DockerBuildArgs args) =>
        DockerfileGenerator.BuildArguments(new DockerContextRequest(model) { Args = args })
            .ToDictionary(v => v.Key, v => v.Value, StringComparer.Ordinal);

    private static MlemException Invalid(string folder, string why) => new(
        "DockerDirInvalid",
        MlemErrorCategory.InvalidData,
        Messages.FormatDockerDirInvalid(folder, why),
        folder,
        Messages.DockerDirInvalidRemedy);
}
