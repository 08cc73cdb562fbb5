using System.Text;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Streams;

/// <summary>Puts pieces of output together to lines, and remembers the last ones. Terminal colours are taken out.</summary>
internal sealed partial class OutputTail(int size = OutputTail.DefaultSize)
{
    public const int DefaultSize = 20;
    private const int LongestLine = 16 * 1024;
    private readonly Queue<string> _lines = new();
    private readonly StringBuilder _unfinished = new();

    public IReadOnlyList<string> Lines => _unfinished.Length == 0 ? [.. _lines] : [.. _lines, Clean(_unfinished.ToString())];

    /// <summary>Takes a piece of output; returns the lines that it finished.</summary>
    public IReadOnlyList<string> Add(string piece)
    {
        List<string>? finished = null;
        foreach (var character in piece)
        {
            if (character != '\n')
                _unfinished.Append(character);
            if ((character == '\n' || _unfinished.Length >= LongestLine) && Finish() is { } line)
                (finished ??= []).Add(line);
        }

        return finished ?? (IReadOnlyList<string>)[];
    }

    /// <summary>Ends an unfinished line; null when there is nothing in it.</summary>
    public string? Finish()
    {
        var line = Clean(_unfinished.ToString());
        _unfinished.Clear();
        if (line.Length == 0)
            return null;
        _lines.Enqueue(line);
        if (_lines.Count > size)
            _lines.Dequeue();
        return line;
    }

    public void Clear()
    {
        _lines.Clear();
        _unfinished.Clear();
    }

    private static string Clean(string line)
    {
        line = Colours().Replace(line, string.Empty).TrimEnd('\r', ' ', '\t');
        // Of a line that a progress bar overwrote again and again the last state counts.
        var overwritten = line.LastIndexOf('\r');
        return (overwritten < 0 ? line : line[(overwritten + 1)..]).Replace("\0", string.Empty, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Colours();
}
