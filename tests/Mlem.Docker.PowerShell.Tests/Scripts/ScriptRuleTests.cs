using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Mlem.Docker.PowerShell.Tests.Support;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.PowerShell.Tests.Scripts;

/// <summary>The scripts of the repository, and the examples of its pages, by those of PSScriptAnalyzer's rules that a parser can judge.</summary>
public sealed class ScriptRuleTests
{
    private static readonly Dictionary<string, string> Aliases = InitialSessionState.CreateDefault2().Commands
        .OfType<SessionStateAliasEntry>().ToDictionary(alias => alias.Name, alias => alias.Definition, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, (string Name, HashSet<string> Parameters)> Cmdlets = KnownCmdlets();

    private static readonly string[] Automatic =
    [
        "_", "args", "ConsoleFileName", "Error", "ExecutionContext", "false", "foreach", "HOME", "Host", "input", "IsLinux", "IsMacOS",
        "IsWindows", "Matches", "MyInvocation", "null", "PID", "PROFILE", "PSBoundParameters", "PSCmdlet", "PSScriptRoot", "PSHOME", "sender", "this", "true",
    ];

    private static readonly string[] StateChanging = ["New", "Set", "Remove", "Start", "Stop", "Restart", "Reset", "Update"];

    public static TheoryData<string> Scripts => [.. Directory
        .EnumerateFiles(BuiltModule.RepositoryRoot, "*.ps*1", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(BuiltModule.RepositoryRoot, file).Replace('\\', '/'))
        .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "out") && !file.EndsWith(".ps1xml", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public void A_script_breaks_no_rule(string script)
    {
        string path = Path.Combine(BuiltModule.RepositoryRoot, script);
        ScriptBlockAst ast = Parser.ParseFile(path, out Token[] tokens, out ParseError[] errors);
        string text = File.ReadAllText(path);

        Assert.Empty(errors.Select(error => error.Message));
        Assert.True(text.All(char.IsAscii), $"{script} has other characters than ASCII, and no byte-order mark.");
        Assert.True(text.EndsWith('\n') && !text.EndsWith("\n\n", StringComparison.Ordinal), $"{script} does not end with one line break.");
        string[] problems = [.. Lines(text), .. Texts(tokens, ast), .. Commands(ast), .. Variables(ast), .. Functions(ast), .. Tables(ast), .. Statements(ast)];
        Assert.True(problems.Length == 0, string.Join('\n', problems.Select(problem => $"{script}: {problem}")));
    }

    [Fact]
    public void No_example_has_an_alias_another_case_than_the_command_or_a_long_line()
    {
        string[] problems = [.. DocumentExamples.All(BuiltModule.RepositoryRoot).SelectMany(example =>
        {
            ScriptBlockAst ast = Parser.ParseInput(example.Code, out _, out ParseError[] errors);
            return errors.Select(error => error.Message).Concat(Commands(ast)).Concat(Long(example.Code)).Select(problem => $"{example}: {problem}");
        })];

        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }

    private static IEnumerable<string> Long(string text) =>
        text.Split('\n').Where(line => line.Length > 120).Select(line => $"more than 120 columns: {line}");

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Index()
        .Where(line => line.Item.TrimEnd() != line.Item || line.Item.Length > 120 || line.Item.Contains('\t')
            || (line.Item.Length - line.Item.TrimStart().Length) % 4 != 0)
        .Select(line => $"line {line.Index + 1}: a space at its end, a tab, more than 120 columns, or an indentation that is no multiple of 4");

    private static IEnumerable<string> Texts(Token[] tokens, ScriptBlockAst ast)
    {
        HashSet<int> values = [.. All<ScriptBlockExpressionAst>(ast).Select(block => block.Extent.StartOffset)];
        foreach (Token token in tokens)
        {
            if (token is StringToken { Kind: TokenKind.StringExpandable } quoted && token is StringExpandableToken { NestedTokens: null }
                && !quoted.Text.Contains('`') && !quoted.Value.Contains('\'') && !quoted.Value.Contains('"'))
            {
                yield return $"{At(token.Extent)}: {token.Text} needs no double quotes";
            }

            if (token.TokenFlags.HasFlag(TokenFlags.Keyword) && token.Text != token.Text.ToLowerInvariant())
                yield return $"{At(token.Extent)}: {token.Text} is not in lower case";
            if (token.Kind == TokenKind.Exclaim)
                yield return $"{At(token.Extent)}: ! instead of -not";
        }

        for (int i = 0; i + 1 < tokens.Length; i++)
        {
            if (tokens[i].Kind == TokenKind.Semi && tokens[i + 1].Kind == TokenKind.NewLine)
                yield return $"{At(tokens[i].Extent)}: a semicolon at the end of a line";
            bool first = i > 0 && tokens[i - 1].Kind == TokenKind.NewLine;
            if (first && tokens[i].Kind == TokenKind.RCurly && tokens[i + 1].Kind is TokenKind.Else or TokenKind.ElseIf or TokenKind.Catch or TokenKind.Finally)
                yield return $"{At(tokens[i].Extent)}: no line break after a brace";
            if (i > 0 && tokens[i].Kind == TokenKind.NewLine && tokens[i + 1].Kind == TokenKind.LCurly && !values.Contains(tokens[i + 1].Extent.StartOffset)
                && (tokens[i - 1].Kind == TokenKind.RParen || tokens[i - 1].TokenFlags.HasFlag(TokenFlags.Keyword)))
                yield return $"{At(tokens[i + 1].Extent)}: a brace that opens on a line of its own";
            if (tokens[i].Kind == TokenKind.Comma && tokens[i + 1].Extent.StartOffset == tokens[i].Extent.EndOffset && tokens[i + 1].Kind != TokenKind.NewLine)
                yield return $"{At(tokens[i].Extent)}: no space after a comma";
        }
    }

    private static IEnumerable<string> Commands(ScriptBlockAst ast)
    {
        foreach (CommandAst command in All<CommandAst>(ast))
        {
            if (command.GetCommandName() is not { } name || name.Contains('/') || name.StartsWith('.'))
                continue;
            if (Aliases.TryGetValue(name, out string? whole))
                yield return $"{At(command.Extent)}: {name} is an alias of {whole}";
            if (name is "Write-Host" or "Invoke-Expression" or "ConvertTo-SecureString")
                yield return $"{At(command.Extent)}: {name}";
            if (!Cmdlets.TryGetValue(name, out (string Name, HashSet<string> Parameters) cmdlet))
                continue;
            if (cmdlet.Name != name)
                yield return $"{At(command.Extent)}: {name} is written {cmdlet.Name}";
            foreach (CommandParameterAst parameter in command.CommandElements.OfType<CommandParameterAst>())
            {
                if (!cmdlet.Parameters.Contains(parameter.ParameterName))
                    yield return $"{At(command.Extent)}: {name} has no -{parameter.ParameterName}, or not in this case";
            }

            int positional = command.CommandElements.Skip(1).Where((element, i) => element is not CommandParameterAst
                && command.CommandElements[i] is not CommandParameterAst { Argument: null }).Count();
            if (positional > 2)
                yield return $"{At(command.Extent)}: {positional} parameters by position";
        }
    }

    private static IEnumerable<string> Variables(ScriptBlockAst ast)
    {
        VariableExpressionAst[] all = [.. All<VariableExpressionAst>(ast)];
        foreach (AssignmentStatementAst assignment in All<AssignmentStatementAst>(ast))
        {
            if (assignment.Left is not VariableExpressionAst { VariablePath: var path } left)
                continue;
            if (path.IsGlobal)
                yield return $"{At(left.Extent)}: a global variable";
            if (path.UserPath != "null" && Automatic.Contains(path.UserPath, StringComparer.OrdinalIgnoreCase))
                yield return $"{At(left.Extent)}: ${path.UserPath} is PowerShell's own";
            string[] preferences = ["ErrorActionPreference", "null"];
            string plain = path.UserPath.Split(':')[^1];
            if (path.DriveName is null && !preferences.Contains(plain)
                && all.Count(v => v.VariablePath.UserPath.Split(':')[^1].Equals(plain, StringComparison.OrdinalIgnoreCase)) < 2)
            {
                yield return $"{At(left.Extent)}: ${plain} is never used";
            }
        }
    }

    private static IEnumerable<string> Functions(ScriptBlockAst ast)
    {
        foreach (FunctionDefinitionAst function in All<FunctionDefinitionAst>(ast))
        {
            string verb = function.Name.Split('-')[0];
            if (function.Name.Contains('-') && !VerbNames.Contains(verb))
                yield return $"{function.Name}: {verb} is no approved verb";
            if (StateChanging.Contains(verb) && !function.Extent.Text.Contains("SupportsShouldProcess", StringComparison.Ordinal))
                yield return $"{function.Name} changes something and asks nobody";
            CommentHelpInfo? help = function.GetHelpContent();
            ParameterAst[] parameters = [.. function.Body.ParamBlock?.Parameters ?? []];
            if (help?.Synopsis is not { Length: > 0 })
                yield return $"{function.Name} has no synopsis";
            foreach (string name in parameters.Select(p => p.Name.VariablePath.UserPath))
            {
                if (help?.Parameters.ContainsKey(name.ToUpperInvariant()) != true)
                    yield return $"{function.Name} -{name} is not described";
                if (All<VariableExpressionAst>(function.Body).Count(v => v.VariablePath.UserPath.Equals(name, StringComparison.OrdinalIgnoreCase)) < 2
                    && !function.Body.Extent.Text.Contains($"'{name}'", StringComparison.Ordinal))
                {
                    yield return $"{function.Name} -{name} is not used";
                }
            }

            if (parameters.Any(p => p.Extent.Text.Contains("ValueFromPipeline", StringComparison.Ordinal)) && function.Body.ProcessBlock is null)
                yield return $"{function.Name} takes the pipeline without a process block";
            if (parameters.Any(p => p.DefaultValue is not null && p.StaticType == typeof(SwitchParameter)))
                yield return $"{function.Name} has a switch with a default";
        }
    }

    // Keys that stand below each other have their equals signs below each other.
    private static IEnumerable<string> Tables(ScriptBlockAst ast)
    {
        foreach (HashtableAst table in All<HashtableAst>(ast).Where(t => t.KeyValuePairs.Count > 0 && t.Extent.StartLineNumber != t.Extent.EndLineNumber))
        {
            int[] columns = [.. table.KeyValuePairs.Select(pair =>
            {
                string line = pair.Item1.Extent.StartScriptPosition.Line;
                return line.IndexOf('=', pair.Item1.Extent.EndColumnNumber - 1);
            })];
            int widest = table.KeyValuePairs.Max(pair => pair.Item1.Extent.EndColumnNumber);
            if (columns.Any(column => column != widest))
                yield return $"{At(table.Extent)}: the equals signs of a table are not below each other";
        }
    }

    private static IEnumerable<string> Statements(ScriptBlockAst ast)
    {
        foreach (CatchClauseAst clause in All<CatchClauseAst>(ast).Where(c => c.Body.Statements.Count == 0))
            yield return $"{At(clause.Extent)}: an empty catch block";
        foreach (BinaryExpressionAst compared in All<BinaryExpressionAst>(ast))
        {
            if (compared.Right is VariableExpressionAst { VariablePath.UserPath: "null" } && compared.Operator is TokenKind.Ieq or TokenKind.Ine)
                yield return $"{At(compared.Extent)}: $null belongs on the left";
        }
    }

    private static Dictionary<string, (string Name, HashSet<string> Parameters)> KnownCmdlets()
    {
        using var session = new Session();
        session.Invoke("Import-Module -Name Microsoft.PowerShell.Management, Microsoft.PowerShell.Utility, Microsoft.PowerShell.Security");
        return session.Invoke("Get-Command -CommandType Cmdlet -ListImported").Output.Cast<CmdletInfo>().DistinctBy(cmdlet => cmdlet.Name).ToDictionary(
            cmdlet => cmdlet.Name,
            cmdlet => (cmdlet.Name, cmdlet.Parameters.SelectMany(p => p.Value.Aliases.Append(p.Key)).ToHashSet(StringComparer.Ordinal)),
            StringComparer.OrdinalIgnoreCase);
    }

    private static HashSet<string> VerbNames { get; } = [.. new[]
        {
            typeof(VerbsCommon), typeof(VerbsCommunications), typeof(VerbsData), typeof(VerbsDiagnostic), typeof(VerbsLifecycle),
            typeof(VerbsSecurity), typeof(VerbsOther),
        }.SelectMany(verbs => verbs.GetFields()).Select(field => field.Name)];

    private static IEnumerable<T> All<T>(Ast ast)
        where T : Ast => ast.FindAll(found => found is T, searchNestedScriptBlocks: true).Cast<T>();

    private static string At(IScriptExtent extent) => $"line {extent.StartLineNumber}";
}
