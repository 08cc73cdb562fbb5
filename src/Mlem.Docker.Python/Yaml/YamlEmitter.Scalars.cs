using System.Globalization;
using static Mlem.Docker.Python.Yaml.YamlCharacters;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Scalars: the choice of quotes, folding and escapes.</summary>
internal sealed partial class YamlEmitter
{
    private const int BestWidth = 80;

    private void WriteScalar(YamlValue value, int indent, NodePlace place)
    {
        (string text, string tag) = Represent(value);
        bool isKey = place == NodePlace.SimpleKey;
        ScalarAnalysis analysis = ScalarAnalysis.Analyse(text);
        ScalarStyle style = ChooseStyle(value, text, analysis, isKey);
        if (value is YamlBinary) WriteIndicator(tag, needsSpace: true);

        // A folded line stands one level deeper than the node's parent; at the root, two columns in.
        int foldIndent = place == NodePlace.Root ? IndentWidth : indent;
        switch (style)
        {
            case ScalarStyle.Plain: WritePlain(text, foldIndent, canFold: !isKey, isRoot: place == NodePlace.Root); break;
            case ScalarStyle.SingleQuoted: WriteSingleQuoted(text, foldIndent, canFold: !isKey); break;
            case ScalarStyle.DoubleQuoted: WriteDoubleQuoted(text, foldIndent, canFold: !isKey); break;
            default: WriteLiteral(text, foldIndent); break;
        }
    }

    private static ScalarStyle ChooseStyle(YamlValue value, string text, ScalarAnalysis analysis, bool isKey)
    {
        if (value is YamlBinary) return text.Length > 0 && !isKey ? ScalarStyle.Literal : ScalarStyle.DoubleQuoted;
        bool isImplicit = value is not YamlString || ImplicitTypes.Resolve(text) == YamlTag.String;
        bool needsQuotesAsKey = isKey && (text.Length == 0 || analysis.IsMultiline);
        if (isImplicit && !needsQuotesAsKey && analysis.AllowsPlain) return ScalarStyle.Plain;
        return analysis.AllowsSingleQuoted && !(isKey && analysis.IsMultiline)
            ? ScalarStyle.SingleQuoted
            : ScalarStyle.DoubleQuoted;
    }

    private void WritePlain(string text, int indent, bool canFold, bool isRoot)
    {
        if (isRoot) _isOpenEnded = true;
        if (!_isWhitespace) WriteRaw(" ");
        _isWhitespace = false;
        _isIndention = false;
        int start = 0;
        while (start < text.Length)
        {
            int end = start;
            bool isSpace = text[start] == ' ';
            while (end < text.Length && (text[end] == ' ') == isSpace) end++;
            if (isSpace && end - start == 1 && _column > BestWidth && canFold)
            {
                BreakLine(indent);
                _isWhitespace = false;
                _isIndention = false;
            }
            else
            {
                WriteRaw(text.AsSpan(start, end - start));
            }

            start = end;
        }
    }

    /// <summary>Only printable ASCII and line feeds come here.</summary>
    private void WriteSingleQuoted(string text, int indent, bool canFold)
    {
        WriteIndicator("'", needsSpace: true);
        int start = 0;
        while (start < text.Length)
        {
            char c = text[start];
            int end = start;
            if (c is ' ' or '\n')
            {
                while (end < text.Length && text[end] == c) end++;
                if (c == '\n')
                {
                    // One line break reads as a space, so there is always one more.
                    for (int i = start; i <= end; i++) NewLine();
                    BreakLine(indent);
                }
                else if (end - start == 1 && _column > BestWidth && canFold && start != 0 && end != text.Length)
                {
                    BreakLine(indent);
                }
                else
                {
                    WriteRaw(text.AsSpan(start, end - start));
                }
            }
            else if (c == '\'')
            {
                WriteRaw("''");
                end++;
            }
            else
            {
                while (end < text.Length && text[end] is not (' ' or '\n' or '\'')) end++;
                WriteRaw(text.AsSpan(start, end - start));
            }

            start = end;
        }

        WriteIndicator("'", needsSpace: false);
    }

    private void WriteDoubleQuoted(string text, int indent, bool canFold)
    {
        WriteIndicator("\"", needsSpace: true);
        int start = 0;
        int length;
        for (int i = 0; i < text.Length; i += length)
        {
            char c = text[i];
            length = i + 1 < text.Length && char.IsSurrogatePair(c, text[i + 1]) ? 2 : 1;
            bool isEscaped = c is '"' or '\\' or < ' ' or > '~';
            if (isEscaped)
            {
                WriteRaw(text.AsSpan(start, i - start));
                WriteEscape(text, i);
                start = i + length;
            }

            bool isInside = i > 0 && i + length < text.Length;
            if (!isInside || !canFold || !(c == ' ' || start >= i)) continue;

            // An escape already counts in the column; PyYAML then subtracts the one character it has passed.
            int pending = isEscaped ? -1 : i - start;
            if (_column + pending <= BestWidth) continue;
            if (!isEscaped) WriteRaw(text.AsSpan(start, i - start));
            if (start < i) start = i;
            WriteRaw("\\");
            BreakLine(indent);
            _isWhitespace = false;
            _isIndention = false;
            if (text[start] == ' ') WriteRaw("\\");
        }

        WriteRaw(text.AsSpan(start));
        WriteIndicator("\"", needsSpace: false);
    }

    private void WriteEscape(string text, int index)
    {
        char c = text[index];
        char shortForm = c switch
        {
            '\0' => '0',
            '\a' => 'a',
            '\b' => 'b',
            '\t' => 't',
            '\n' => 'n',
            '\v' => 'v',
            '\f' => 'f',
            '\r' => 'r',
            '\u001B' => 'e',
            '"' or '\\' => c,
            NextLine => 'N',
            '\u00A0' => '_',
            LineSeparator => 'L',
            ParagraphSeparator => 'P',
            _ => '\0',
        };
        if (shortForm != '\0')
        {
            WriteRaw(['\\', shortForm]);
            return;
        }

        bool isPair = index + 1 < text.Length && char.IsSurrogatePair(c, text[index + 1]);
        string code = isPair
            ? "\\U" + char.ConvertToUtf32(c, text[index + 1]).ToString("X8", CultureInfo.InvariantCulture)
            : c <= '\u00FF' ? "\\x" + ((int)c).ToString("X2", CultureInfo.InvariantCulture)
            : "\\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture);
        WriteRaw(code);
    }

    /// <summary>Only base64 lines come here: each ends with a line feed and none is empty.</summary>
    private void WriteLiteral(string text, int indent)
    {
        WriteIndicator("|", needsSpace: true);
        NewLine();
        foreach (ReadOnlySpan<char> line in text.AsSpan(0, text.Length - 1).EnumerateLines())
        {
            BreakLine(indent);
            WriteRaw(line);
            NewLine();
        }
    }
}
