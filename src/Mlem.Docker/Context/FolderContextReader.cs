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
        // Under -Optimize, all but the Dockerfile lies in trees.
        string files = Path.Combine(folder, ContextLayout.Files, "app");
        if (!Directory.Exists(files))
            files = folder;
        foreach (string file in (ReadOnlySpan<string>)[Path.Combine(folder, Dockerfile), Path.Combine(files, ModelFile), Path.Combine(files, ServerFile)])
        {
            if (!File.Exists(file))
                throw Invalid(folder, Messages.FormatFolderHasNoFile(Path.GetFileName(file)));
        }

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
