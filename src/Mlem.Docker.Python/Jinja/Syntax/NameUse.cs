using Mlem.Docker.Python.Jinja.Objects;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Walks through the parts of a template: which names does it read without having declared them?</summary>
internal static class NameUse
{
    public static HashSet<string> Undeclared(IEnumerable<Node> nodes, params IEnumerable<string> names)
    {
        HashSet<string> wanted = [.. names];
        HashSet<string> found = [];
        foreach (Node node in nodes) Visit(node, wanted, found);
        return found;
    }

    public static bool Any(Node node, Func<Node, bool> test)
    {
        Budget.CheckStack();
        return test(node) || Children(node).Any(child => Any(child, test));
    }

    /// <summary>The parts of a node, in the order in which names count as declared.</summary>
    public static IEnumerable<Node> Children(Node node) => node switch
    {
        ListLiteral n => n.Items,
        TupleLiteral n => n.Items,
        DictLiteral n => n.Entries.SelectMany(e => new Node[] { e.Key, e.Value }),
        AttributeAccess n => [n.Target],
        ItemAccess n => [n.Target, n.Key],
        SliceKey n => Present(n.From, n.To, n.Step),
        Call n => [n.Target, .. Parts(n.Arguments)],
        BinaryOperation n => [n.Left, n.Right],
        Logical n => [n.Left, n.Right],
        Not n => [n.Operand],
        Unary n => [n.Operand],
        Comparison n => [n.First, .. n.Rest.Select(r => r.Operand)],
        Concatenation n => n.Parts,
        Conditional n => Present(n.Test, n.Then, n.Otherwise),
        Filter n => [.. Present(n.Operand), .. Parts(n.Arguments)],
        Test n => [n.Operand, .. Parts(n.Arguments)],
        Output n => [n.Expression],
        If n => [.. n.Branches.SelectMany(b => b.Body.Prepend<Node>(b.Test)), .. n.Otherwise],
        For n => [n.Target, n.Items, .. n.Body.Statements, .. n.Otherwise.Statements, .. Present(n.Test)],
        Set n => [n.Target, n.Value],
        SetBlock n => [n.Target, .. Present(n.Filter), .. n.Body.Statements],
        FilterBlock n => [.. n.Body.Statements, n.Filter],
        MacroDefinition n => Parts(n.Macro),
        CallBlock n => [n.Call, .. Parts(n.Macro)],
        Block n => n.Body.Statements,
        Extends n => [n.Template],
        Include n => [n.Template],
        Import n => [n.Template],
        FromImport n => [n.Template],
        TupleTarget n => n.Items,
        _ => [],
    };

    private static IEnumerable<Node> Parts(CallArguments arguments) =>
        [.. arguments.Positional, .. arguments.Keywords.Select(k => k.Value), .. Present(arguments.MorePositional, arguments.MoreKeywords)];

    private static IEnumerable<Node> Parts(MacroBody macro) => [.. macro.Names, .. macro.Defaults, .. macro.Body.Statements];

    private static IEnumerable<Node> Present(params Node?[] nodes) => nodes.OfType<Node>();

    private static void Visit(Node node, HashSet<string> wanted, HashSet<string> found)
    {
        Budget.CheckStack();
        switch (node)
        {
            case Name name when wanted.Contains(name.Text): found.Add(name.Text); break;
            case NameTarget target: wanted.Remove(target.Name); break;
            case Block: break;
            default:
                foreach (Node child in Children(node)) Visit(child, wanted, found);
                break;
        }
    }
}
