using System.Runtime.CompilerServices;
using Mlem.Docker.Inspecting;
using Mlem.Docker.Metadata;

namespace Mlem.Docker;

/// <summary>
/// Tells from a model's own files what it is, needs and does, before anything is built. Nothing of it is executed. A check that
/// fails is a row, never an exception.
/// </summary>
public static class ModelDoctor
{
    /// <summary>Looks at a file: a model, or a pickle or array that belongs to none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What to look at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A row for each check, as it comes.</returns>
    public static async IAsyncEnumerable<ModelCheck> ExamineAsync(
        string path, ModelDoctorOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (!path.EndsWith(MlemPath.Extension, StringComparison.Ordinal) && File.Exists(path))
        {
            foreach (ModelCheck row in await Task.Run(() => LooseFile.Examine(path, cancellationToken), cancellationToken).ConfigureAwait(false))
                yield return row;
            yield break;
        }

        MlemModel? model = null;
        ModelCheck? broken = null;
        try
        {
            model = MlemModel.Load(path);
        }
        catch (Exception error) when (error is MlemException or IOException or UnauthorizedAccessException)
        {
            broken = ModelCheck.Of(path, "Model", error);
        }

        if (model is null)
        {
            yield return broken!;
            yield break;
        }

        await foreach (ModelCheck row in ExamineAsync(model, options, cancellationToken).ConfigureAwait(false))
            yield return row;
    }

    /// <summary>Looks at a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">What to look at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A row for each check, as it comes.</returns>
    public static async IAsyncEnumerable<ModelCheck> ExamineAsync(
        MlemModel model, ModelDoctorOptions options, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var files = new ArtifactChecks(model);
        foreach (ModelCheck row in files.Find())
            yield return row;
        if (options.Hash)
            yield return await files.HashAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ModelCheck> pickles = await Task.Run(() => files.ReadPickles(cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (ModelCheck row in pickles)
            yield return row;
        var needs = new NeedChecks(model, options, files, cancellationToken);
        foreach (Func<IEnumerable<ModelCheck>> check in needs.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ModelCheck row in check())
                yield return row;
        }
    }
}
