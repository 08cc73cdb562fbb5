using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mlem.Docker.PowerShell.Tests.Documentation;

/// <summary>A text in a source file that reads like a sentence, or like a part of one.</summary>
/// <param name="File">The file's path below <c>src</c>, with '/'.</param>
/// <param name="Receiver">What takes it: the name of the called method, the created type, or nothing.</param>
/// <param name="Text">The text; what is filled in is "…".</param>
internal sealed partial record SourceText(string File, string Receiver, string Text)
{
    /// <summary>All such texts in the files of a folder, but for those that nobody is shown: attributes, patterns, comparisons.</summary>
    public static IEnumerable<SourceText> In(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        {
            string file = Path.GetRelativePath(folder, path).Replace('\\', '/');
            if (file.Split('/').Any(part => part is "obj" or "bin"))
                continue;
            SyntaxNode root = CSharpSyntaxTree.ParseText(System.IO.File.ReadAllText(path)).GetRoot();
            foreach (ExpressionSyntax literal in root.DescendantNodes().OfType<ExpressionSyntax>().Where(IsText))
            {
                if (Words().IsMatch(TextOf(literal)) && IsShown(literal))
                    yield return new SourceText(file, ReceiverOf(literal), TextOf(literal));
            }
        }
    }

    public override string ToString() => $"{File}: {Receiver}(\"{Text}\")";

    private static bool IsText(ExpressionSyntax expression) =>
        expression is InterpolatedStringExpressionSyntax || expression.IsKind(SyntaxKind.StringLiteralExpression);

    private static string TextOf(ExpressionSyntax expression) => expression is LiteralExpressionSyntax literal
        ? literal.Token.ValueText
        : string.Concat(((InterpolatedStringExpressionSyntax)expression).Contents.Select(part =>
            part is InterpolatedStringTextSyntax text ? text.TextToken.ValueText : "…"));

    private static bool IsShown(ExpressionSyntax literal) =>
        !literal.Ancestors().Any(a => a is AttributeSyntax or ConstantPatternSyntax or CaseSwitchLabelSyntax)
        && literal.Parent is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression };

    private static string ReceiverOf(ExpressionSyntax literal)
    {
        SyntaxNode? at = literal.Parent;
        while (at is ConditionalExpressionSyntax or ParenthesizedExpressionSyntax or BinaryExpressionSyntax)
            at = at.Parent;
        return (at as ArgumentSyntax)?.Parent?.Parent switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name.Identifier.Text,
            InvocationExpressionSyntax call => call.Expression.ToString().TrimStart('.'),
            ObjectCreationExpressionSyntax creation => creation.Type.ToString(),
            _ => string.Empty,
        };
    }

    // Two words and more, the second in lower case: enough to tell "is absolute" from names, formats and JSON.
    [GeneratedRegex("[A-Za-z…')]{2,}[,;:.]? [a-z]{2,}|…[,;:.]? [a-z]{3,}")]
    private static partial Regex Words();
}
