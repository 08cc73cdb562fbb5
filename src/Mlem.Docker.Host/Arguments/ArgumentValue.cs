using System.Management.Automation;
using System.Management.Automation.Language;

namespace Mlem.Docker.Host.Arguments;

/// <summary>
/// The value that a word of the command line stands for. A shell has already taken its quotes away, so the rule is
/// narrow: a word that is, as a whole, one PowerShell literal of the kinds that --help lists is that literal; every
/// other word is the text it is.
/// </summary>
internal static class ArgumentValue
{
    /// <summary>Reads one word.</summary>
    /// <exception cref="ArgumentException">It begins as a table or an array and is no literal one.</exception>
    public static object? Parse(string word)
    {
        if (word.Length == 0)
            return word;
        if (word.StartsWith("@{", StringComparison.Ordinal) || word.StartsWith("@(", StringComparison.Ordinal))
            return ParseCollection(word);
        return SingleElement(word) switch
        {
            StringConstantExpressionAst { StringConstantType: not StringConstantType.BareWord } quoted => quoted.Value,
            VariableExpressionAst variable when TryConstant(variable, out object? constant) => constant,
            ArrayLiteralAst list when TryList(list, out object?[] items) => items,
            ScriptBlockExpressionAst block => ScriptBlock.Create(block.ScriptBlock.Extent.Text[1..^1]),
            _ => word,
        };
    }

    private static object? ParseCollection(string word)
    {
        if (SingleElement(word) is ExpressionAst expression)
        {
            try
            {
                return expression.SafeGetValue();
            }
            catch (InvalidOperationException)
            {
                // It holds a command or a variable.
            }
        }

        throw new ArgumentException(
            $"{word} is not a literal table or array; use mlem-docker -Command for values that are computed.");
    }

    // The word where a command's argument stands, if it is one argument there without anything besides.
    private static Ast? SingleElement(string word)
    {
        ScriptBlockAst script = Parser.ParseInput("x " + word, out _, out ParseError[] errors);
        return errors.Length == 0
            && script.EndBlock.Statements is [PipelineAst { PipelineElements: [CommandAst command] }]
            && command is { CommandElements: [_, Ast element], Redirections.Count: 0 }
            && element.Extent.Text == word
                ? element
                : null;
    }

    private static bool TryList(ArrayLiteralAst list, out object?[] items)
    {
        items = new object?[list.Elements.Count];
        for (int i = 0; i < items.Length; i++)
        {
            switch (list.Elements[i])
            {
                case StringConstantExpressionAst text:
                    items[i] = text.Value;
                    break;
                case ConstantExpressionAst number:
                    // 3.10 must not become 3.1; whoever wants a number converts the text.
                    items[i] = number.Extent.Text;
                    break;
                case HashtableAst table:
                    items[i] = ParseCollection(table.Extent.Text);
                    break;
                case VariableExpressionAst variable when TryConstant(variable, out object? constant):
                    items[i] = constant;
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool TryConstant(VariableExpressionAst variable, out object? value)
    {
        (bool known, value) = variable.VariablePath.UserPath.ToLowerInvariant() switch
        {
            "null" => (true, (object?)null),
            "true" => (true, true),
            "false" => (true, false),
            _ => (false, null),
        };
        return known && !variable.Splatted;
    }
}
