using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Cuts what is inside a tag into names, literals and operators.</summary>
internal sealed partial class CodeLexer(TemplateSource source, int start, TokenKind end)
{
    private readonly Stack<char> _open = new();
    private int _position = start;

    /// <summary>The next token; <see cref="TokenKind.End"/> when the text ends before the tag does.</summary>
    public Token Next()
    {
        while (_position < source.Text.Length)
        {
            char c = source.Text[_position];
            if (PythonText.IsSpace(c))
            {
                _position++;
                continue;
            }

            if (_open.Count == 0 && c is '-' or '+' or '%' or '}' && Length(end == TokenKind.BlockEnd ? BlockEnd() : VariableEnd()) is > 0 and int close)
                return Make(end, close);
            if (Length(Part()) is > 0 and int length) return Make(KindOf(source.Text.AsSpan(_position, length)), length);
            throw Fail($"unexpected char {PythonText.Repr(c.ToString())} at {_position}", 1);
        }

        return new Token(TokenKind.End, string.Empty, null, _position, _position);
    }

    /// <summary>How long what has this form is at the current position; 0 when it has another.</summary>
    private int Length(Regex form)
    {
        foreach (ValueMatch match in form.EnumerateMatches(source.Text, _position)) return match.Length;
        return 0;
    }

    private static TokenKind KindOf(ReadOnlySpan<char> text) => text[0] switch
    {
        '\'' or '"' => TokenKind.String,
        >= '0' and <= '9' => text.ContainsAny(".eE") && !(text.Length > 1 && text[1] is 'x' or 'X') ? TokenKind.Float : TokenKind.Integer,
        '_' or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') or > '\x7f' => TokenKind.Name,
        _ => TokenKind.Operator,
    };

    private Token Make(TokenKind kind, int length)
    {
        string text = source.Text.Substring(_position, length);
        object? value = Value(kind, text);
        _position += length;
        return new Token(kind, value as string ?? text, value, _position - length, _position);
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
        """
        \G(?:(?<!\.)(?:[0-9]+_)*[0-9]+(?:(?:\.(?:[0-9]+_)*[0-9]+)?[eE][+\-]?(?:[0-9]+_)*[0-9]+|\.(?:[0-9]+_)*[0-9]+)
        |0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?[0-9])*|0(?:_?0)*
        |[_\p{L}\p{Nl}][_\p{L}\p{N}\p{M}\p{Pc}]*
        |'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"
        |//|\*\*|==|!=|>=|<=|[-+/*%~[\](){}><=.:|,;])
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline)]
    private static partial Regex Part();
}
