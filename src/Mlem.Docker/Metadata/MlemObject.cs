using System.Security.Cryptography;
using System.Text;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>An object that MLEM keeps in a <c>.mlem</c> file: a model, a link, an environment, a builder, a deployment.</summary>
public abstract record MlemObject
{
    private string? _hash;

    private protected MlemObject(YamlMapping document) => Document = document;

    /// <summary>MLEM's name for the kind of object: <c>model</c>, <c>link</c>, <c>env</c>, <c>builder</c>, <c>deployment</c>.</summary>
    public abstract string ObjectType { get; }

    /// <summary>The .mlem file, as an absolute path; null for an object that is in no file.</summary>
    public string? Path { get; init; }

    /// <summary>The folder of the MLEM project that the file is in (it holds <c>.mlem.yaml</c>), or null.</summary>
    public string? ProjectRoot { get; init; }

    /// <summary>The folder that the object belongs to: its project, else the folder of its file; null for an object that is in no file.</summary>
    internal string? Home => Path is null ? null : ProjectRoot ?? System.IO.Path.GetDirectoryName(Path);

    /// <summary>The name in the project as MLEM gives it: the path without <c>.mlem</c>, with forward slashes.</summary>
    public string? Name => Path is null
        ? null
        : Metadata.MlemPath.WithoutExtension(
            System.IO.Path.GetRelativePath(ProjectRoot ?? System.IO.Path.GetDirectoryName(Path)!, Path)).Replace('\\', '/');

    /// <summary>MLEM's <c>meta_hash()</c>: the md5 of the object as MLEM dumps it, in hex digits.</summary>
    public string Hash => _hash ??= Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(ToYaml()))).ToLowerInvariant();

    /// <summary>The object's name, or its kind when it is in no file.</summary>
    public sealed override string ToString() => Name ?? ObjectType;

    /// <summary>The object as MLEM dumps it: defaults left out, values in the types of their fields.</summary>
    internal YamlMapping Document { get; }

    /// <summary>The text of the object's .mlem file, byte for byte as MLEM 0.4.14 writes it.</summary>
    public string ToYaml() => MlemYaml.Write(Document);

    /// <summary>Writes the object to a .mlem file, whole or not at all.</summary>
    /// <param name="path">The file; the ending may be left out. Its folder is made where it is missing.</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <returns>The object with its path.</returns>
    /// <exception cref="MlemException">The file is there already, or cannot be written.</exception>
    public Task<MlemObject> SaveAsync(string path, bool overwrite = false, CancellationToken cancellationToken = default) =>
        Metadata.MlemObjectWriter.SaveAsync(this, path, overwrite, cancellationToken);

    /// <summary>Reads an object from its .mlem file.</summary>
    /// <param name="path">The file; the ending may be left out.</param>
    /// <param name="followLinks">Whether a link gives the object it points to.</param>
    /// <exception cref="MlemException">There is no such file, or it holds no object that this module handles.</exception>
    public static MlemObject Load(string path, bool followLinks = true) => Metadata.MlemObjectReader.Read(path, followLinks);
}
