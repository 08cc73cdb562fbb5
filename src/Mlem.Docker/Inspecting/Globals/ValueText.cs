using System.Globalization;
using System.Text;
using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>Writes values of a pickle as Python would, cut to what fits into a line.</summary>
internal static class ValueText
{
    private const int MaxLength = 200;
    private const int MaxText = 80;
    private const int MaxDepth = 4;
    private const int MaxItems = 6;

    /// <summary>A call: <c>os.system('id')</c>.</summary>
    public static string Call(PickleValue callable, PickleValue arguments)
    {
        var text = new StringBuilder();
        Write(text, callable, MaxDepth);
        if (arguments is PickleSequence { IsTuple: true } tuple)
            Items(text, tuple, MaxDepth, "(", ")");
        else
            Write(text.Append('('), arguments, MaxDepth);
        if (arguments is not PickleSequence { IsTuple: true })
            text.Append(')');
        string line = TerminalText.Clean(text.ToString());
        return line.Length <= MaxLength ? line : $"{line[..(MaxLength - 1)]}…";
    }

    /// <summary>A value alone.</summary>
    public static string Of(PickleValue value)
    {
        var text = new StringBuilder();
        Write(text, value, MaxDepth);
        return TerminalText.Clean(text.ToString());
    }

    private static void Write(StringBuilder text, PickleValue value, int depth)
    {
        if (text.Length > MaxLength || depth == 0)
        {
            text.Append('…');
            return;
        }

        switch (value)
        {
            case PickleText line: Quote(text, line.Value, line.IsCut); break;
            case PickleInteger number: text.Append(number.Value.ToString(CultureInfo.InvariantCulture)); break;
            case PickleBytes bytes: Quote(text.Append('b'), Encoding.Latin1.GetString(bytes.Content.AsSpan(0, Math.Min(bytes.Content.Length, MaxText + 1))), !bytes.IsWhole); break;
            case PickleGlobal { IsHidden: true }: text.Append('?'); break;
            case PickleGlobal global: text.Append(global.ToString().AsSpan(0, Math.Min(global.ToString().Length, MaxLength))); break;
            case PickleCall call when call.Arguments is PickleSequence arguments:
                Write(text, call.Callable, depth - 1);
                Items(text, arguments, depth - 1, "(", ")");
                break;
            case PickleSequence sequence: Items(text, sequence, depth - 1, sequence.IsTuple ? "(" : "[", sequence.IsTuple ? ")" : "]"); break;
            case PickleDict: text.Append("{…}"); break;
            default: text.Append(ReferenceEquals(value, PickleValue.None) ? "None" : "…"); break;
        }
    }

    private static void Items(StringBuilder text, PickleSequence sequence, int depth, string open, string close)
    {
        text.Append(open);
        for (int i = 0; i < sequence.Items.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            if (i == MaxItems)
            {
                text.Append('…');
                break;
            }

            Write(text, sequence.Items[i], depth);
        }

        text.Append(close);
    }

    private static void Quote(StringBuilder text, string value, bool cut)
    {
        text.Append('\'').Append(value.Length <= MaxText ? value : value[..MaxText]);
        text.Append(cut || value.Length > MaxText ? "…'" : "'");
    }
}
