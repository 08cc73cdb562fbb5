namespace Mlem.Docker.Python.Yaml;

/// <summary>Counts what a text costs while it is read, and refuses it beyond the limits.</summary>
internal sealed class YamlBudget(string? source, YamlLimits limits)
{
    /// <summary>How many nodes there are so far, every alias counted as a copy.</summary>
    public long Nodes { get; private set; }

    /// <summary>How many characters the scalars have so far, every alias counted as a copy.</summary>
    public long Characters { get; private set; }

    /// <summary>The deepest level since this was last set.</summary>
    public int Deepest { get; set; }

    public void Count(YamlMark mark, long nodes)
    {
        Nodes += nodes;
        if (Nodes > limits.MaxNodes) throw Refused(YamlProblem.TooLarge, mark, Messages.FormatTextHasMoreThanValuesAliases(limits.MaxNodes));
    }

    public void CountText(YamlMark mark, long characters)
    {
        Characters += characters;
        if (Characters > limits.MaxBytes) throw Refused(YamlProblem.TooLarge, mark, Messages.FormatTextIsLongerWithItsAliases(limits.MaxBytes));
    }

    public void CheckDepth(YamlMark mark, int depth)
    {
        Deepest = Math.Max(Deepest, depth);
        if (depth > limits.MaxDepth) throw Refused(YamlProblem.TooDeep, mark, Messages.FormatListsAndMappingsStandInsideOne(limits.MaxDepth));
    }

    private YamlException Refused(YamlProblem problem, YamlMark mark, string reason) => new(problem, reason, source, mark);
}
