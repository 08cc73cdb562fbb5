using System.Globalization;
using System.Runtime.CompilerServices;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Lays a value out in block style, as PyYAML's emitter does.</summary>
internal sealed partial class YamlEmitter(TextWriter writer, YamlAnchors? anchors)
{
    private const int IndentWidth = 2;

    // A key in front of ':' is shorter than this, its tag and anchor counted even where they are not written.
    private const int LongestSimpleKey = 128;

    public void WriteDocument(YamlValue value)
    {
        WriteNode(value, indent: 0, NodePlace.Root);
        BreakLine(0);
        if (_isOpenEnded) WriteRaw("...\n");
    }

    /// <exception cref="YamlException">The stack is nearly used up.</exception>
    public static void CheckStack()
    {
        if (RuntimeHelpers.TryEnsureSufficientExecutionStack()) return;
        throw new YamlException(YamlProblem.TooDeep, Messages.ValueCannotBeWrittenAsYAML);
    }

    private enum NodePlace
    {
        Root,
        Item,
        Value,
        SimpleKey,
    }

    private void WriteNode(YamlValue value, int indent, NodePlace place)
    {
        if (anchors?.Name(value, out bool isAlias) is { } name)
        {
            WriteIndicator((isAlias ? "*" : "&") + name, needsSpace: true);
            _isOpenEnded = false;
            if (isAlias) return;
        }

        switch (value)
        {
            case YamlSequence { Items.Count: > 0 } sequence: WriteSequence(sequence, indent, place); break;
            case YamlSequence: WriteIndicator("[]", needsSpace: true); break;
            case YamlSet set: WriteSet(set, indent); break;
            case YamlMapping { Entries.Count: > 0 } mapping: WriteMapping(mapping, indent); break;
            case YamlMapping: WriteIndicator("{}", needsSpace: true); break;
            default: WriteScalar(value, indent, place); break;
        }
    }

    /// <param name="sequence">The list.</param>
    /// <param name="indent">The column of what the list belongs to, or of its own when it stands in a '- '.</param>
    /// <param name="place">Where it stands: after 'key:' it needs no indentation of its own.</param>
    private void WriteSequence(YamlSequence sequence, int indent, NodePlace place)
    {
        CheckStack();
        int column = place == NodePlace.Value && !_isIndention ? indent - IndentWidth : indent;
        foreach (YamlValue item in sequence.Items)
        {
            BreakLine(column);
            WriteIndicator("-", needsSpace: true, isIndention: true);
            WriteNode(item, column + IndentWidth, NodePlace.Item);
        }
    }

    private void WriteSet(YamlSet set, int indent)
    {
        WriteIndicator("!!set", needsSpace: true);
        if (set.Items.Count == 0) WriteIndicator("{}", needsSpace: true);
        YamlNull none = new();
        foreach (YamlValue item in PythonOrder.Sort(set.Items)) WriteEntry(item, none, indent);
    }

    private void WriteMapping(YamlMapping mapping, int indent)
    {
        CheckStack();
        foreach ((YamlValue key, YamlValue value) in PythonOrder.Sort(mapping.Entries)) WriteEntry(key, value, indent);
    }

    private void WriteEntry(YamlValue key, YamlValue value, int indent)
    {
        BreakLine(indent);
        if (IsSimpleKey(key))
        {
            WriteNode(key, indent + IndentWidth, NodePlace.SimpleKey);
            WriteIndicator(":", needsSpace: false);
        }
        else
        {
            WriteIndicator("?", needsSpace: true, isIndention: true);
            WriteNode(key, indent + IndentWidth, NodePlace.Value);
            BreakLine(indent);
            WriteIndicator(":", needsSpace: true, isIndention: true);
        }

        WriteNode(value, indent + IndentWidth, NodePlace.Value);
    }

    private bool IsSimpleKey(YamlValue key)
    {
        int length = 0;
        if (anchors?.Peek(key) is { } name)
        {
            length += name.Length;
            if (anchors.IsWritten(key)) return length < LongestSimpleKey;
        }

        switch (key)
        {
            case YamlSequence sequence: return sequence.Items.Count == 0;
            case YamlMapping mapping: return mapping.Entries.Count == 0;
            case YamlSet set: return set.Items.Count == 0;
        }

        (string text, string tag) = Represent(key);
        ScalarAnalysis analysis = ScalarAnalysis.Analyse(text);
        if (text.Length == 0 || analysis.IsMultiline) return false;
        return length + tag.Length + CountCharacters(text) < LongestSimpleKey;
    }

    private static int CountCharacters(string text)
    {
        int count = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i])) count--;
        }

        return count;
    }

    /// <summary>The text of a scalar, and its tag in short form.</summary>
    private static (string Text, string Tag) Represent(YamlValue value) => value switch
    {
        YamlString text => (text.Value, "!!str"),
        YamlNull => ("null", "!!null"),
        YamlBoolean boolean => (boolean.Value ? "true" : "false", "!!bool"),
        YamlInteger integer => (integer.Value.ToString(CultureInfo.InvariantCulture), "!!int"),
        YamlFloat number => (FormatFloat(number.Value), "!!float"),
        YamlDate date => (date.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "!!timestamp"),
        YamlTimestamp time => (FormatTime(time), "!!timestamp"),
        YamlBinary binary => (FormatBase64(binary.Value.Span), "!!binary"),
        _ => throw new ArgumentException($"{value.GetType().Name} is no YAML value.", nameof(value)),
    };

    /// <summary>Python's <c>isoformat(' ')</c>.</summary>
    /// <summary>Python's <c>repr</c>, with a point put in before an exponent.</summary>
    private static string FormatFloat(double value)
    {
        string text = PythonFloat.Repr(value);
        if (!double.IsFinite(value)) return text.Insert(text.Length - 3, ".");
        int exponent = text.IndexOf('e');
        return exponent < 0 || text.Contains('.') ? text : text.Insert(exponent, ".0");
    }

    private static string FormatTime(YamlTimestamp time)
    {
        bool hasFraction = time.Value.Ticks % TimeSpan.TicksPerSecond >= TimeSpan.TicksPerMicrosecond;
        string format = hasFraction ? "yyyy-MM-dd HH:mm:ss.ffffff" : "yyyy-MM-dd HH:mm:ss";
        string text = time.Value.ToString(format, CultureInfo.InvariantCulture);
        if (time.Offset is not { } offset) return text;
        return text + (offset < TimeSpan.Zero ? '-' : '+') + offset.ToString("hh\\:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>Python's <c>base64.encodebytes</c>: lines of 76 characters, each with a line feed.</summary>
    private static string FormatBase64(ReadOnlySpan<byte> bytes) => bytes.IsEmpty
        ? string.Empty
        : Convert.ToBase64String(bytes, Base64FormattingOptions.InsertLineBreaks).Replace("\r\n", "\n") + "\n";
}
