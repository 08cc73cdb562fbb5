namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// Reads one document from the tokens: YAML 1.1's grammar as PyYAML applies it. What it gives are values, and nodes where
/// a value cannot be made yet. The recursion is bounded by <see cref="YamlLimits.MaxDepth"/>.
/// </summary>
internal sealed partial class YamlComposer(YamlScanner scanner, string? source, YamlLimits limits)
{
    private readonly Dictionary<string, YamlNode> _anchors = [];
    private readonly Dictionary<string, string> _tagPrefixes = [];
    private readonly YamlConstructor _constructor = new(source);

    // The items of all collections that are open, the innermost last.
    private readonly List<YamlValue> _items = [];
    private long _nodes;
    private int _deepest;

    // Whether the next node is what the key '=' stands for: then its text counts, whatever its type.
    private bool _keepsText;

    /// <summary>The only document of the text, as a value, or null when there is none.</summary>
    public YamlValue? ReadSingle()
    {
        bool isImplicit = Next.Kind
            is not (YamlTokenKind.Directive or YamlTokenKind.DocumentStart or YamlTokenKind.StreamEnd);
        if (isImplicit) SetDefaultPrefixes();
        else if (!ReadDocumentStart()) return null;

        YamlValue root = !isImplicit && Next.Kind is YamlTokenKind.Directive
            or YamlTokenKind.DocumentStart or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd
            ? Omitted(Next.Start)
            : ComposeNode(NodeContext.Block, depth: 0);

        if (Next.Kind == YamlTokenKind.DocumentEnd) scanner.Take();
        YamlMark next = Next.Start;
        if (ReadDocumentStart()) throw Invalid(next, Messages.SecondDocumentBeginsHereAndOnly);
        return _constructor.Construct(root);
    }

    private ref readonly YamlToken Next => ref scanner.Next;

    private YamlException Invalid(YamlMark mark, string reason) => YamlException.Invalid(source, mark, reason);

    private YamlException Unexpected(string expected)
    {
        YamlToken token = Next;
        return Invalid(token.Start, Messages.FormatIsExpectedHereNot(expected, token.Description));
    }

    private bool ReadDocumentStart()
    {
        while (Next.Kind == YamlTokenKind.DocumentEnd) scanner.Take();
        if (Next.Kind == YamlTokenKind.StreamEnd) return false;
        _tagPrefixes.Clear();
        bool hasVersion = false;
        while (Next.Kind == YamlTokenKind.Directive)
        {
            YamlToken token = scanner.Take();
            if (token.Handle == "YAML")
            {
                if (hasVersion) throw Invalid(token.Start, Messages.YAMLDirectiveStandsTwice);
                if (token.Text != "1") throw Invalid(token.Start, Messages.OnlyYAML1XIsRead);
                hasVersion = true;
            }
            else if (token.Handle!.Length > 0 && !_tagPrefixes.TryAdd(token.Handle, token.Text!))
            {
                throw Invalid(token.Start, Messages.FormatTAGDirectiveForStandsTwice(token.Handle));
            }
        }

        if (Next.Kind != YamlTokenKind.DocumentStart) throw Unexpected(Messages.StartOfDocument);
        SetDefaultPrefixes();
        scanner.Take();
        return true;
    }

    private void SetDefaultPrefixes()
    {
        _tagPrefixes.TryAdd("!", "!");
        _tagPrefixes.TryAdd("!!", YamlTagNames.Prefix);
    }

    /// <summary>The empty scalar that stands for a value left out.</summary>
    private YamlNull Omitted(YamlMark mark)
    {
        _keepsText = false;
        Count(mark, 1);
        return new() { Mark = mark };
    }

    private void Count(YamlMark mark, long size)
    {
        _nodes += size;
        if (_nodes <= limits.MaxNodes) return;
        throw new YamlException(
            YamlProblem.TooLarge,
            Messages.FormatTextHasMoreThanValuesAliases(limits.MaxNodes),
            source,
            mark);
    }

    private void CheckDepth(YamlMark mark, int depth)
    {
        _deepest = Math.Max(_deepest, depth);
        if (depth <= limits.MaxDepth) return;
        throw new YamlException(
            YamlProblem.TooDeep,
            Messages.FormatListsAndMappingsStandInsideOne(limits.MaxDepth),
            source,
            mark);
    }
}
