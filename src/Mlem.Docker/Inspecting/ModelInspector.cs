using Mlem.Docker.Context;
using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>
/// The quick part of <see cref="ModelDoctor"/>, before a context is made of a model: nothing is hashed. What the context tells
/// by itself is not told twice.
/// </summary>
/// <param name="strict">Whether a check that fails is an error.</param>
internal sealed class ModelInspector(bool strict) : IModelInspector
{
    private const int MostTold = 3;

    // The context looks at the artifacts and the Python itself; it warns of the others that are not named here.
    private static readonly HashSet<string> Told = new(StringComparer.Ordinal) { "Pickles", "Globals", "Modules", "Versions", "Sources" };
    private static readonly HashSet<string> OfContext = new(StringComparer.Ordinal) { "Artifacts", "Python" };

    // A model costs three seconds at most (SECURITY.md). Who is strict wants all of it to be looked at.
    private static readonly PickleLimits Quick = new() { Time = TimeSpan.FromSeconds(2) };

    private (MlemModel Model, ArtifactChecks Files, IReadOnlyList<ModelCheck> Rows)? _last;

    /// <inheritdoc/>
    public async Task<ModelInspection> InspectAsync(DockerContextRequest request, Server server, CancellationToken cancellationToken)
    {
        // A context is described again when more is known of its base image.
        if (_last is not { } read || !ReferenceEquals(read.Model, request.Model))
        {
            var files = new ArtifactChecks(request.Model, strict ? null : Quick);
            _last = read = (request.Model, files, await Task.Run(() => files.Read(cancellationToken), cancellationToken).ConfigureAwait(false));
        }

        var options = new ModelDoctorOptions
        {
            Server = server,
            PythonVersion = request.Args.PythonVersion,
            BaseImage = request.Args.BaseImage,
            Platform = request.Args.Platform,
            WorkingFolder = request.WorkingFolder,
        };
        IEnumerable<ModelCheck> needs = new NeedChecks(request.Model, options, read.Files, cancellationToken).All.SelectMany(check => check());
        ModelCheck[] rows = [.. read.Rows.Concat(needs).Where(r => r.State != DockerCheckState.Passed && !OfContext.Contains(r.Name))];
        if (strict && rows.Where(r => r.State == DockerCheckState.Failed && Counts(r, request)).ToArray() is [var first, ..] failed)
            throw Failed(request.Model, first, failed);
        return new ModelInspection(read.Files.Code, [.. rows.Where(r => Told.Contains(r.Name)).Select(Sentence)]);
    }

    // Who leaves out the bounds does not want to hear of packages.
    private static bool Counts(ModelCheck row, DockerContextRequest request) => !request.LeavesOutBounds || row.Name is not ("Wheels" or "NumPy");

    private static string Sentence(ModelCheck row) =>
        row.Remedy is null ? row.Finding : Messages.FormatSentenceAndRemedy(row.Finding, row.Remedy);

    private static MlemException Failed(MlemModel model, ModelCheck first, ModelCheck[] failed) => new(
        "ModelCheckFailed",
        MlemErrorCategory.InvalidData,
        Messages.FormatModelCheckFailed(model.Path, failed.Length, string.Join(" ", failed.Take(MostTold).Select(r => r.Finding))),
        model.Path,
        first.Remedy ?? Messages.ModelCheckFailedRemedy);
}
