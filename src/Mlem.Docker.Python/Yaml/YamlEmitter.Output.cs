namespace Mlem.Docker.Python.Yaml;

/// <summary>The line that is being written.</summary>
internal sealed partial class YamlEmitter
{
    private int _column;
    private bool _isOpenEnded;

    // Whether the last character was a blank or line break, so that no space is needed.
    private bool _isWhitespace = true;

    // Whether the line so far is only indentation and the indicators '-', '?' and ':'.
    private bool _isIndention = true;

    private void WriteIndicator(string indicator, bool needsSpace, bool isIndention = false)
    {
        if (needsSpace && !_isWhitespace) WriteRaw(" ");
        _isWhitespace = false;
        _isIndention &= isIndention;
        WriteRaw(indicator);
    }

    /// <summary>Goes to a column: on a new line, unless nothing but indentation stands before it.</summary>
    private void BreakLine(int indent)
    {
        if (!_isIndention || _column > indent || (_column == indent && !_isWhitespace)) NewLine();
        if (_column >= indent) return;
        _isWhitespace = true;
        for (; _column < indent; _column++) writer.Write(' ');
    }

    private void NewLine()
    {
        writer.Write('\n');
        _column = 0;
        _isWhitespace = true;
        _isIndention = true;
    }

    private void WriteRaw(ReadOnlySpan<char> text)
    {
        writer.Write(text);
        _column += text.Length;
    }
}
