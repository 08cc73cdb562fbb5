using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Syntax;

/// <summary>Cuts what is inside a tag into names, literals and operators.</summary>
internal sealed partial class CodeLexer(TemplateSource source, int start, bool isBlock)
{
    private static readonly string[] Operators =
    [
        "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}",
        ">", "<", "=", ".", ":", "|", ",", ";",
    ];

    private readonly string _text = source.Text;
    private readonly Stack<char> _open = new();
    private int _position = start;

    /// <summary>The next token; <see cref="TokenKind.End"/> when the text ends before the tag does.</summary>
    public Token Next(TokenKind end)
    {
        if (_open.Count == 0 && TagEnd() is { } close)
            return Make(end, _text.Substring(_position, close), null, close);
        while (_position < _text.Length && PythonText.IsSpace(_text[_position]))
        {
            _position++;
            if (_open.Count == 0 && TagEnd() is { } later) return Make(end, _text.Substring(_position, later), null, later);
        }

        if (_position >= _text.Length) return Make(TokenKind.End, string.Empty, null, 0);
        return Number() ?? Name() ?? Text() ?? Operator() ?? throw source.SyntaxError(
            $"unexpected char {PythonText.Repr(_text[_position].ToString())} at {_position}", new(_position, _position + 1));
    }

    private int? TagEnd()
    {
        string close = isBlock ? "%}" : "}}";
        if (string.CompareOrdinal(_text, _position, close, 0, 2) == 0) return 2;
        bool signed = _position < _text.Length && (_text[_position] == '-' || (isBlock && _text[_position] == '+'));
        return signed && string.CompareOrdinal(_text, _position + 1, close, 0, 2) == 0 ? 3 : null;
    }

    private Token Make(TokenKind kind, string text, object? value, int length)
    {
        Token token = new(kind, text, value, _position, _position + length);
        _position += length;
        return token;
    }

    private Token? Number()
    {
        bool afterDot = _position > 0 && _text[_position - 1] == '.';
        if (!afterDot && FloatPattern().Match(_text, _position) is { Success: true } real)
        {
            string digits = real.Value.Replace("_", string.Empty, StringComparison.Ordinal);
            return Make(TokenKind.Float, real.Value, double.Parse(digits, CultureInfo.InvariantCulture), real.Length);
        }

        Match whole = IntegerPattern().Match(_text, _position);
        return whole.Success ? Make(TokenKind.Integer, whole.Value, Integer(whole.Value), whole.Length) : null;
    }

    private BigInteger Integer(string literal)
    {
        string digits = literal.Replace("_", string.Empty, StringComparison.Ordinal).ToLowerInvariant();
        if (digits.Length > 4300) throw source.SyntaxError("the number has too many digits", new(_position, _position + 20));
        int radix = digits.Length < 2 ? 10 : digits[1] switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 10 };
        if (radix == 10) return BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return digits[2..].Aggregate(
            BigInteger.Zero, (value, c) => (value * radix) + (char.IsAsciiDigit(c) ? c - '0' : c - 'a' + 10));
    }

    private Token? Name()
    {
        int end = _position;
        while (end < _text.Length && Rune.TryGetRuneAt(_text, end, out Rune rune) && TextKind.IsWord(rune)) end += rune.Utf16SequenceLength;
        if (end == _position) return null;
        string name = _text[_position..end];
        return TextKind.IsIdentifier(name)
            ? Make(TokenKind.Name, name, null, name.Length)
            : throw source.SyntaxError("Invalid character in identifier", new(_position, end));
    }

    private Token? Text()
    {
        char quote = _text[_position];
        if (quote is not ('\'' or '"')) return null;
        for (int i = _position + 1; i < _text.Length; i++)
        {
            if (_text[i] == '\\')
            {
                i++;
            }
            else if (_text[i] == quote)
            {
                string value = StringLiteral.Decode(_text[(_position + 1)..i])
                    ?? throw source.SyntaxError("a wrong escape in a string", new(_position, i + 1));
                return Make(TokenKind.String, value, value, i + 1 - _position);
            }
        }

        return null;
    }

    private Token? Operator()
    {
        string? found = Operators.FirstOrDefault(o => string.CompareOrdinal(_text, _position, o, 0, o.Length) == 0);
        if (found is null) return null;
        switch (found[0])
        {
            case '(': _open.Push(')'); break;
            case '[': _open.Push(']'); break;
            case '{': _open.Push('}'); break;
            case ')' or ']' or '}':
                if (_open.Count == 0) throw source.SyntaxError($"unexpected '{found}'", new(_position, _position + 1));
                char expected = _open.Pop();
                if (expected != found[0])
                    throw source.SyntaxError($"unexpected '{found}', expected '{expected}'", new(_position, _position + 1));
                break;
            default: break;
        }

        return Make(TokenKind.Operator, found, null, found.Length);
    }

    [GeneratedRegex(
        @"\G(?:[0-9]+_)*[0-9]+(?:(?:\.(?:[0-9]+_)*[0-9]+)?e[+\-]?(?:[0-9]+_)*[0-9]+|\.(?:[0-9]+_)*[0-9]+)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex FloatPattern();

    [GeneratedRegex(
        @"\G(?:0b(?:_?[0-1])+|0o(?:_?[0-7])+|0x(?:_?[0-9a-f])+|[1-9](?:_?[0-9])*|0(?:_?0)*)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex IntegerPattern();
}
