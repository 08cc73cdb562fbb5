namespace Mlem.Docker;

/// <summary>A file of a model (MLEM: <c>Artifact</c>).</summary>
/// <param name="Name">Its key in the model: <c>data</c> or <c>preprocess/data.pkl</c>.</param>
/// <param name="Type">Where it lies: <c>local</c> (beside the .mlem file), <c>fsspec</c> or <c>dvc</c>.</param>
/// <param name="Uri">Its path, relative to the .mlem file's folder for <c>local</c>.</param>
/// <param name="Size">Its size in bytes as MLEM recorded it.</param>
/// <param name="Hash">The md5 that MLEM recorded, as hex digits.</param>
public sealed record MlemArtifact(string Name, string Type, string Uri, long Size, string Hash)
{
    /// <inheritdoc/>
    public override string ToString() => Uri;
}
