using Mlem.Docker.Metadata;

namespace Mlem.Docker.Requirements;

/// <summary>What one reading has found so far, and the files it is inside of.</summary>
internal sealed class ConstraintCollector(string project, string? declaredIn)
{
    private readonly List<Constraint> _constraints = [];
    private readonly List<ConstraintOption> _options = [];
    private string? _named;

    /// <summary>The chain of files being read, so that one that names itself is noticed.</summary>
    public Stack<string> OpenFiles { get; } = new();

    /// <summary>
    /// The folders in which a file must lie, without links: the project, and that of the file that was named to us. What such a
    /// file names itself opens no further folder.
    /// </summary>
    public IReadOnlyList<string> Within(string path)
    {
        if (OpenFiles.Count == 0)
            _named = declaredIn ?? Path.GetDirectoryName(path)!;
        return [.. new[] { project, _named! }.Select(RealPath.Find).OfType<string>()];
    }

    public int FilesRead { get; set; }

    public void Add(Constraint constraint) => _constraints.Add(constraint);

    public void Add(ConstraintOption option) => _options.Add(option);

    public ConstraintSet ToSet() => new(_constraints, _options);
}
