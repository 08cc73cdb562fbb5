using Mlem.Docker.Metadata;

namespace Mlem.Docker.Requirements;

/// <summary>
/// Reads constraints as a user gives them: each item is a constraint line or the path of an existing text file.
/// Items that are no path are read like the lines of one file, so that the lines of a file can be given as they are.
/// </summary>
public sealed class ConstraintReader
{
    private readonly ConstraintFileReader _files;
    private readonly string _baseDirectory;
    private readonly string _itemSource;
    private readonly string? _declaredIn;

    /// <summary>Creates a reader.</summary>
    /// <param name="baseDirectory">The folder to which relative paths belong.</param>
    /// <param name="itemSource">What the items are given to, for messages: <c>-Constraint</c>.</param>
    /// <param name="variable">Looks up <c>${NAME}</c>; by default in the process's environment.</param>
    /// <param name="declaredIn">The project in which the items were declared, and where their files lie then; null for items given here.</param>
    public ConstraintReader(
        string baseDirectory, string itemSource = "-Constraint", Func<string, string?>? variable = null, string? declaredIn = null)
    {
        _declaredIn = declaredIn;
        _baseDirectory = baseDirectory;
        _itemSource = itemSource;
        _files = new ConstraintFileReader(variable ?? Environment.GetEnvironmentVariable);
    }

    /// <summary>Reads the items.</summary>
    /// <param name="items">Lines and paths, mixed.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="MlemException">
    /// <c>ConstraintInvalid</c> for a line that pip would not read, <c>ConstraintFileNotFound</c> for a path without a file,
    /// <c>ConstraintFileNotText</c> for a file that is no text.
    /// </exception>
    public async Task<ConstraintSet> ReadAsync(IEnumerable<string> items, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        ConstraintCollector collector = new(MlemPath.FindProjectRoot(_baseDirectory) ?? _baseDirectory, _declaredIn);
        List<(string Text, int Item)> lines = [];
        int item = 0;
        foreach (string text in items)
        {
            item++;
            // A line that follows a backslash continues it, whatever it looks like.
            bool continues = lines.Count > 0 && lines[^1].Text.EndsWith('\\');
            if (!continues && ConstraintPath.TryFind(text, _baseDirectory, new(ConstraintOriginKind.Item, _itemSource, item)) is { } path)
            {
                await FlushAsync().ConfigureAwait(false);
                await _files.ReadAsync(path, collector, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                lines.AddRange(PipFileLine.SplitPhysical(text).Select(line => (line, item)));
            }
        }
        await FlushAsync().ConfigureAwait(false);
        return collector.ToSet();

        async Task FlushAsync()
        {
            foreach (PipFileLine line in PipFileLine.Split(lines.Select(l => l.Text)))
            {
                ConstraintOrigin origin = new(ConstraintOriginKind.Item, _itemSource, lines[line.Number - 1].Item);
                await _files.ReadLineAsync(line.Text, origin, _baseDirectory, collector, cancellationToken).ConfigureAwait(false);
            }
            lines.Clear();
        }
    }
}
