using static Mlem.Docker.Python.Yaml.YamlCharacters;

namespace Mlem.Docker.Python.Yaml;

/// <summary>The lines that begin with '%'.</summary>
internal sealed partial class YamlScanner
{
    /// <summary>
    /// A directive; <c>Handle</c> is <c>YAML</c> (then <c>Text</c> is the major version), a tag handle (then
    /// <c>Text</c> is its prefix), or empty for a directive that has no meaning.
    /// </summary>
    private YamlToken ScanDirective()
    {
        YamlMark start = Mark;
        _position++;
        string name = ScanWord("a directive");
        if (!IsSpaceBreakOrEnd(Current)) throw Error(Messages.FormatCannotStandInNameOfDirective(Show(Current)));
        YamlToken token = new(YamlTokenKind.Directive, start, string.Empty, string.Empty);
        if (name == "YAML")
        {
            while (Current == ' ') _position++;
            string major = ScanVersionNumber();
            if (Current != '.') throw Error(Messages.FormatVersionHasForm11And(Show(Current)));
            _position++;
            ScanVersionNumber();
            token = token with { Handle = "YAML", Text = major };
        }
        else if (name == "TAG")
        {
            while (Current == ' ') _position++;
            string handle = ScanTagHandle();
            if (Current != ' ') throw Error(Messages.SpaceMustStandBetweenHandleAnd);
            while (Current == ' ') _position++;
            token = token with { Handle = handle, Text = ScanUri() };
        }
        else
        {
            SkipToLineEnd();
        }

        if (!IsSpaceBreakOrEnd(Current)) throw Error(Messages.FormatCannotStandInDirective(Show(Current)));
        SkipLineRest("a directive");
        return token;
    }

    private string ScanVersionNumber()
    {
        int from = _position;
        while (char.IsAsciiDigit(Current)) _position++;
        if (from == _position) throw Error(Messages.FormatVersionNumberIsExpectedAndIs(Show(Current)));
        return _text[from.._position].TrimStart('0');
    }
}
