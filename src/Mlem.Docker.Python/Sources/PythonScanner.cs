using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Python.Sources;

/// <summary>Cuts a source into its logical lines (the Python Language Reference, 2: lexical analysis).</summary>
internal sealed partial class PythonScanner(string text, Action<int, int, string> needs)
{
    private const int MaxIndentation = 100;

    // What may stand in a name besides letters, marks, digits and connectors (PEP 3131).
    private const string OtherNames = "\u2118\u212e\u309b\u309c\u00b7\u0387\u1369\u136a\u136b\u136c\u136d\u136e\u136f\u1370\u1371\u19da";

    private static readonly string[] Operators =
    [
        "**=", "//=", ">>=", "<<=", "...", ":=", "->", "==", "!=", "<=", ">=", "**", "//", "<<", ">>", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
    ];

    private readonly StringScanner _strings = new(text, needs);
    private readonly List<(int Column, int Spaces)> _indents = [(0, 0)];
    private readonly Stack<char> _open = new();
    private readonly Stack<int> _openLines = new();
    private readonly List<PythonToken> _tokens = [];
    private int _at;
    private int _line = 1;

    /// <summary>The lines, one by one.</summary>
    public IEnumerable<LogicalLine> Lines()
    {
        while (_at < text.Length)
        {
            if (!Indent())
                continue;
            ReadLine();
            if (_tokens.Count > 0)
                yield return new LogicalLine([.. _tokens], _indents.Count - 1);
            _tokens.Clear();
        }
    }

    // False for a line without code.
    private bool Indent()
    {
        int column = 0, spaces = 0;
        for (; _at < text.Length && text[_at] is ' ' or '\t' or '\f'; _at++)
        {
            (column, spaces) = text[_at] switch
            {
                ' ' => (column + 1, spaces + 1),
                // A tab goes to the next eighth column; counted as one, too, it tells whether they are mixed.
                '\t' => ((column / 8 + 1) * 8, spaces + 1),
                _ => (0, 0),
            };
        }

        if (_at < text.Length && text[_at] == '#')
            SkipComment();
        if (_at >= text.Length)
            return false;
        if (text[_at] == '\n')
        {
            NewLine();
            return false;
        }

        Place(column, spaces);
        return true;
    }

    private void Place(int column, int spaces)
    {
        if (column > _indents[^1].Column)
        {
            if (spaces <= _indents[^1].Spaces || _indents.Count >= MaxIndentation)
                throw new SourceFaultException(SourceFaultKind.Indentation, _line, "\\t");
            _indents.Add((column, spaces));
            return;
        }

        while (column < _indents[^1].Column)
            _indents.RemoveAt(_indents.Count - 1);
        if (column != _indents[^1].Column || spaces != _indents[^1].Spaces)
            throw new SourceFaultException(SourceFaultKind.Indentation, _line, Snippet());
    }

    private void ReadLine()
    {
        while (_at < text.Length)
        {
            char c = text[_at];
            if (c == '\n')
            {
                NewLine();
                if (_open.Count == 0)
                    return;
            }
            else if (c is ' ' or '\t' or '\f')
            {
                _at++;
            }
            else if (c == '#')
            {
                SkipComment();
            }
            else if (c == '\\')
            {
                // It may end a line only, and something must follow it.
                if (_at + 2 >= text.Length || text[_at + 1] != '\n')
                    throw new SourceFaultException(SourceFaultKind.Syntax, _line, "\\");
                _at++;
                NewLine();
            }
            else
            {
                ReadToken(c);
            }
        }

        if (_open.Count > 0)
            throw new SourceFaultException(SourceFaultKind.Bracket, _openLines.Peek(), _open.Peek().ToString());
    }

    private void ReadToken(char c)
    {
        if (_strings.PrefixAt(_at) is >= 0 and var prefix)
        {
            int end = _strings.Scan(_at, prefix, _line);
            Add(PythonTokenKind.Text, _at + prefix + 1);
            _line += text.AsSpan(_at, end - _at).Count('\n');
            _at = end;
        }
        else if (char.IsAsciiDigit(c) || (c == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
        {
            Match number = Number().Match(text, _at);
            if (LeadingZeros().IsMatch(number.Value))
                throw new SourceFaultException(SourceFaultKind.Syntax, _line, number.Value);
            Move(PythonTokenKind.Number, number.Length);
        }
        else if (NameLength() is > 0 and var length)
        {
            Move(PythonTokenKind.Name, length);
        }
        else
        {
            ReadOperator(c);
        }
    }

    private void ReadOperator(char c)
    {
        string found = Operators.FirstOrDefault(o => string.CompareOrdinal(text, _at, o, 0, o.Length) == 0) ?? c.ToString();
        if (found.Length == 1 && !"+-*/%@&|^~<>()[]{},:.;=".Contains(c, StringComparison.Ordinal))
            throw new SourceFaultException(SourceFaultKind.Syntax, _line, Rune.TryGetRuneAt(text, _at, out Rune rune) ? rune.ToString() : "\uFFFD");
        bool opens = c is '(' or '[' or '{';
        bool closes = c is ')' or ']' or '}';
        Brackets.Follow(_open, c, _line);
        if (opens)
            _openLines.Push(_line);
        if (closes)
            _openLines.Pop();
        _tokens.Add(new PythonToken(PythonTokenKind.Operator, found, _line, _open.Count - (opens ? 1 : 0)));
        _at += found.Length;
    }

    private int NameLength()
    {
        int at = _at;
        while (at < text.Length && Rune.TryGetRuneAt(text, at, out Rune rune) && IsName(rune))
            at += rune.Utf16SequenceLength;
        return at - _at;
    }

    private static bool IsName(Rune rune) => rune.Value < 128
        ? rune.Value == '_' || Rune.IsLetterOrDigit(rune)
        : Rune.GetUnicodeCategory(rune) is <= UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation
            // Characters newer than .NET's table.
            or UnicodeCategory.OtherNotAssigned
            || (rune.IsBmp && OtherNames.Contains((char)rune.Value, StringComparison.Ordinal));

    private void Move(PythonTokenKind kind, int length)
    {
        Add(kind, _at + length);
        _at += length;
    }

    private void Add(PythonTokenKind kind, int end) => _tokens.Add(new PythonToken(kind, text[_at..end], _line, _open.Count));

    private void NewLine()
    {
        _at++;
        _line++;
    }

    private void SkipComment() => _at = text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;

    private string Snippet() => text[_at..Math.Min(_at + 30, text.Length)].Split('\n')[0];

    [GeneratedRegex(
        @"\G(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:[0-9](?:_?[0-9])*)?\.?(?:[0-9](?:_?[0-9])*)?(?:(?<=[0-9.])[eE][+-]?[0-9](?:_?[0-9])*)?[jJ]?)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A0[0_]*[1-9][0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingZeros();
}
