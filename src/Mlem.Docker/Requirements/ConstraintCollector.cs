namespace Mlem.Docker.Requirements;

/// <summary>What one reading has found so far, and the files it is inside of.</summary>
internal sealed class ConstraintCollector
{
    private readonly List<Constraint> _constraints = [];
    private readonly List<ConstraintOption> _options = [];

    /// <summary>The chain of files being read, so that one that names itself is noticed.</summary>
    public Stack<string> OpenFiles { get; } = new();

    public int FilesRead { get; set; }

    public void Add(Constraint constraint) => _constraints.Add(constraint);

    public void Add(ConstraintOption option) => _options.Add(option);

    public ConstraintSet ToSet() => new(_constraints, _options);
}
