namespace Mlem.Docker.Python.Sources;

/// <summary>Follows brackets, of which Python allows 200 in one another.</summary>
internal static class Brackets
{
    private const int Most = 200;

    /// <summary>Opens or closes one; does nothing for another character.</summary>
    public static void Follow(Stack<char> open, char c, int line)
    {
        if (c is '(' or '[' or '{')
        {
            if (open.Count == Most)
                throw new SourceFaultException(SourceFaultKind.Bracket, line, c.ToString());
            open.Push(c);
        }
        else if (c is ')' or ']' or '}' && (!open.TryPop(out char opened) || opened != Partner(c)))
        {
            throw new SourceFaultException(SourceFaultKind.Bracket, line, c.ToString());
        }
    }

    private static char Partner(char c) => c switch
    {
        ')' => '(',
        ']' => '[',
        _ => '{',
    };
}
