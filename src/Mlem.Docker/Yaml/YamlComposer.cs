namespace Mlem.Docker.Yaml;

/// <summary>
/// Reads one document from the tokens into nodes: YAML 1.1's grammar as PyYAML applies it. The recursion is bounded by
/// <see cref="YamlLimits.MaxDepth"/>.
/// </summary>
internal sealed partial class YamlComposer(YamlScanner scanner, string? source, YamlLimits limits)
{
    private readonly Dictionary<string, YamlNode> _anchors = [];
    private readonly Dictionary<string, string> _tagPrefixes = [];
    private long _nodes;

    /// <summary>The only document of the text, or null when there is none.</summary>
    public YamlNode? ComposeSingle()
    {
        bool isImplicit = Next.Kind
            is not (YamlTokenKind.Directive or YamlTokenKind.DocumentStart or YamlTokenKind.StreamEnd);
        if (isImplicit) SetDefaultPrefixes();
        else if (!ReadDocumentStart()) return null;

        YamlNode root = !isImplicit && Next.Kind is YamlTokenKind.Directive
            or YamlTokenKind.DocumentStart or YamlTokenKind.DocumentEnd or YamlTokenKind.StreamEnd
            ? Omitted(Next.Start)
            : ComposeNode(NodeContext.Block, depth: 0);

        if (Next.Kind == YamlTokenKind.DocumentEnd) scanner.Take();
        YamlMark next = Next.Start;
        if (ReadDocumentStart()) throw Invalid(next, "a second document begins here, and only one is read");
        return root;
    }

    private ref readonly YamlToken Next => ref scanner.Next;

    private MlemYamlException Invalid(YamlMark mark, string reason) => MlemYamlException.Invalid(source, mark, reason);

    private MlemYamlException Unexpected(string expected)
    {
        YamlToken token = Next;
        return Invalid(token.Start, $"{expected} is expected here, not {token.Description}");
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
                if (hasVersion) throw Invalid(token.Start, "the %YAML directive stands twice");
                if (token.Text != "1") throw Invalid(token.Start, "only YAML 1.x is read");
                hasVersion = true;
            }
            else if (token.Handle!.Length > 0 && !_tagPrefixes.TryAdd(token.Handle, token.Text!))
            {
                throw Invalid(token.Start, $"the %TAG directive for '{token.Handle}' stands twice");
            }
        }

        if (Next.Kind != YamlTokenKind.DocumentStart) throw Unexpected("the start of a document ('---')");
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
    private YamlNode Omitted(YamlMark mark)
    {
        Count(mark, 1);
        return new(YamlNodeKind.Scalar, YamlTag.Null, mark);
    }

    private void Count(YamlMark mark, long size)
    {
        _nodes += size;
        if (_nodes <= limits.MaxNodes) return;
        throw new MlemYamlException(
            MlemYamlException.TooLargeId,
            $"the text has more than {limits.MaxNodes} values, aliases counted as copies",
            source,
            mark);
    }

    private void CheckDepth(YamlMark mark, int depth)
    {
        if (depth <= limits.MaxDepth) return;
        throw new MlemYamlException(
            MlemYamlException.TooDeepId,
            $"lists and mappings stand inside one another more than {limits.MaxDepth} levels deep",
            source,
            mark);
    }
}
