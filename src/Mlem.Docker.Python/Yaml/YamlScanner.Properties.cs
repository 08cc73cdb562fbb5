using System.Text;
using static Mlem.Docker.Python.Yaml.YamlCharacters;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Anchors, aliases and tags.</summary>
internal sealed partial class YamlScanner
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);

    private YamlToken ScanAnchor(YamlTokenKind kind)
    {
        YamlMark start = Mark;
        _position++;
        string name = ScanWord(kind == YamlTokenKind.Alias ? Messages.AnAlias : Messages.AnAnchor);
        if (!IsBlankBreakOrEnd(Current) && !"?:,]}%@`".Contains(Current))
        {
            throw Error(Messages.FormatCannotStandInNameOfAnchor(Show(Current)));
        }

        return new(kind, start, name);
    }

    private string ScanWord(string what)
    {
        int from = _position;
        while (IsWordCharacter(Current)) _position++;
        if (_position == from) throw Error(Messages.FormatNeedsNameOfLettersAndDigits(what, Show(Current)));
        return _text[from.._position];
    }

    private YamlToken ScanTag()
    {
        YamlMark start = Mark;
        char c = Peek(1);
        string? handle = null;
        string suffix;
        if (c == '<')
        {
            _position += 2;
            suffix = ScanUri();
            if (Current != '>') throw Error(Messages.FormatTagEndsWithNotWith(Show(Current)));
            _position++;
        }
        else if (IsBlankBreakOrEnd(c))
        {
            suffix = "!";
            _position++;
        }
        else
        {
            handle = HasHandle() ? ScanTagHandle() : _text[_position++].ToString();
            suffix = ScanUri();
        }

        if (!IsSpaceBreakOrEnd(Current)) throw Error(Messages.FormatCannotStandInTagSpaceMust(Show(Current)));
        return new(YamlTokenKind.Tag, start, suffix, handle);
    }

    // '!name!suffix' has a handle, '!suffix' has not: a second '!' before the next space tells.
    private bool HasHandle()
    {
        int length = 1;
        while (!IsSpaceBreakOrEnd(Peek(length)))
        {
            if (Peek(length++) == '!') return true;
        }

        return false;
    }

    private string ScanTagHandle()
    {
        if (Current != '!') throw Error(Messages.FormatTagBeginsWithNotWith(Show(Current)));
        int from = _position++;
        if (Current != ' ')
        {
            while (IsWordCharacter(Current)) _position++;
            if (Current != '!') throw Error(Messages.FormatHandleOfTagEndsWithNot(Show(Current)));
            _position++;
        }

        return _text[from.._position];
    }

    private string ScanUri()
    {
        _buffer.Clear();
        while (IsUriCharacter(Current))
        {
            if (Current == '%') ScanUriEscapes();
            else _buffer.Append(_text[_position++]);
        }

        if (_buffer.Length == 0) throw Error(Messages.FormatTagNeedsNameAndCannotBe(Show(Current)));
        return _buffer.ToString();
    }

    private void ScanUriEscapes()
    {
        List<byte> bytes = [];
        while (Current == '%')
        {
            _position++;
            if (!char.IsAsciiHexDigit(Peek(0)) || !char.IsAsciiHexDigit(Peek(1)))
            {
                throw Error(Messages.InTagNeedsTwoHexadecimalDigits);
            }

            bytes.Add(Convert.ToByte(_text.Substring(_position, 2), 16));
            _position += 2;
        }

        try
        {
            _buffer.Append(StrictUtf8.GetString([.. bytes]));
        }
        catch (DecoderFallbackException)
        {
            throw Error(Messages.BytesWrittenWithInThisTag);
        }
    }
}
