using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary>Which names a part of a template reads without having declared them.</summary>
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
        return test(node) || node.Children.Any(child => Any(child, test));
    }

    private static void Visit(Node node, HashSet<string> wanted, HashSet<string> found)
    {
        Budget.CheckStack();
        switch (node)
        {
            case Name name when wanted.Contains(name.Text): found.Add(name.Text); break;
            case NameTarget target: wanted.Remove(target.Name); break;
            case Block: break;
            default:
                foreach (Node child in node.Children) Visit(child, wanted, found);
                break;
        }
    }
}
