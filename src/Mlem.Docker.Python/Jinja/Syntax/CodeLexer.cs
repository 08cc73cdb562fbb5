using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Cuts what is inside a tag into names, literals and operators.</summary>
internal sealed partial class CodeLexer(TemplateSource source, int start, TokenKind end)
{
    private static readonly TokenKind[] Kinds = [TokenKind.Float, TokenKind.Integer, TokenKind.Name, TokenKind.String, TokenKind.Operator];

    private readonly Stack<char> _open = new();
    private int _position = start;

    /// <summary>The next token; <see cref="TokenKind.End"/> when the text ends before the tag does.</summary>
    public Token Next()
    {
        while (_position < source.Text.Length)
        {
            Match close = (end == TokenKind.BlockEnd ? BlockEnd() : VariableEnd()).Match(source.Text, _position);
            if (_open.Count == 0 && close.Success) return Make(end, close, null);
            Match match = Part().Match(source.Text, _position);
            if (!match.Success)
            {
                string character = PythonText.Repr(source.Text[_position].ToString());
                throw Fail($"unexpected char {character} at {_position}", 1);
            }

            if (match.Groups["space"].Success)
            {
                _position += match.Length;
                continue;
            }

            TokenKind kind = Kinds.First(k => match.Groups[k.ToString()].Success);
            return Make(kind, match, Value(kind, match.Value));
        }

        return new Token(TokenKind.End, string.Empty, null, _position, _position);
    }

    private Token Make(TokenKind kind, Match match, object? value)
    {
        _position += match.Length;
        return new Token(kind, value as string ?? match.Value, value, match.Index, _position);
    }

    private object? Value(TokenKind kind, string text)
    {
        switch (kind)
        {
            case TokenKind.Float:
                return double.Parse(text.Replace("_", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture);
            case TokenKind.Integer:
                bool hasPrefix = text.Length > 1 && char.IsAsciiLetter(text[1]);
                return NumberReading.TryInteger(text, hasPrefix ? 0 : 10, out BigInteger integer)
                    ? integer
                    : throw Fail("the number has too many digits", 20);
            case TokenKind.String:
                return StringLiteral.Decode(text[1..^1]) ?? throw Fail("a wrong escape in a string", text.Length);
            case TokenKind.Operator:
                Balance(text[0]);
                return null;
            default:
                return null;
        }
    }

    private void Balance(char c)
    {
        if (c is '(' or '[' or '{') _open.Push(c == '(' ? ')' : (char)(c + 2));
        if (c is not (')' or ']' or '}')) return;
        if (!_open.TryPop(out char expected)) throw Fail($"unexpected '{c}'", 1);
        if (expected != c) throw Fail($"unexpected '{c}', expected '{expected}'", 1);
    }

    private TemplateException Fail(string reason, int length) => source.SyntaxError(reason, new(_position, _position + length));

    [GeneratedRegex($@"\G(?:-%\}}{TemplateLexer.Space}*|\+?%\}})", RegexOptions.CultureInvariant)]
    private static partial Regex BlockEnd();

    [GeneratedRegex($@"\G(?:-\}}\}}{TemplateLexer.Space}*|\}}\}})", RegexOptions.CultureInvariant)]
    private static partial Regex VariableEnd();

    [GeneratedRegex(
        $$"""
        \G(?:(?<space>{{TemplateLexer.Space}}+)
        |(?<Float>(?<!\.)(?:[0-9]+_)*[0-9]+(?:(?:\.(?:[0-9]+_)*[0-9]+)?[eE][+\-]?(?:[0-9]+_)*[0-9]+|\.(?:[0-9]+_)*[0-9]+))
        |(?<Integer>0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?[0-9])*|0(?:_?0)*)
        |(?<Name>[_\p{L}\p{Nl}][_\p{L}\p{N}\p{M}\p{Pc}]*)
        |(?<String>'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*")
        |(?<Operator>//|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;]))
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex Part();
}
