using System.Management.Automation;
using System.Text;

namespace Mlem.Docker.Host.Terminal;

/// <summary>
/// The two standard streams. Progress is one line at the foot of a terminal, taken away before anything else is
/// written there; without a terminal there is none. Colour is used on a terminal only, and not with NO_COLOR.
/// </summary>
internal sealed class Screen
{
    private readonly object _gate = new();
    private readonly TextWriter _output = Open(Console.OpenStandardOutput());
    private readonly TextWriter _error = Open(Console.OpenStandardError());
    private readonly SortedDictionary<int, string> _activities = [];
    private readonly bool _errorIsTerminal = !Console.IsErrorRedirected;
    private readonly bool _colour =
        !Console.IsErrorRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    private bool _progressShown;

    /// <summary>Writes to standard output, with no line break added.</summary>
    public void WriteOutput(string text)
    {
        lock (_gate)
        {
            HideProgress();
            _output.Write(text);
            _output.Flush();
        }
    }

    /// <summary>Writes a line to standard output.</summary>
    public void WriteOutputLine(string text) => WriteOutput(text + Environment.NewLine);

    /// <summary>Writes to standard error, with no line break added.</summary>
    public void WriteError(string text)
    {
        lock (_gate)
        {
            HideProgress();
            _error.Write(text);
            _error.Flush();
        }
    }

    /// <summary>Writes a line to standard error, in a colour where colours are shown.</summary>
    public void WriteErrorLine(string text, ConsoleColor? colour)
    {
        lock (_gate)
        {
            HideProgress();
            _error.WriteLine(_colour && colour is ConsoleColor c ? $"\e[{Code(c)}m{text}\e[0m" : text);
            _error.Flush();
        }
    }

    /// <summary>Shows how far an activity is: the innermost one stands for all.</summary>
    public void ShowProgress(ProgressRecord record)
    {
        if (!_errorIsTerminal)
            return;
        lock (_gate)
        {
            if (record.RecordType == ProgressRecordType.Completed)
                _activities.Remove(record.ActivityId);
            else
                _activities[record.ActivityId] = Describe(record);

            HideProgress();
            if (_activities.Count == 0)
                return;
            string line = string.Join(" | ", _activities.Values);
            int width = Math.Max(20, Console.WindowWidth - 1);
            _error.Write(line.Length > width ? line[..width] : line);
            _error.Flush();
            _progressShown = true;
        }
    }

    /// <summary>Leaves the terminal clean.</summary>
    public void Close()
    {
        lock (_gate)
            HideProgress();
    }

    private static string Describe(ProgressRecord record)
    {
        string percent = record.PercentComplete >= 0 ? $" {record.PercentComplete}%" : "";
        string detail = string.IsNullOrEmpty(record.CurrentOperation) ? "" : $" ({record.CurrentOperation})";
        return $"{record.Activity}: {record.StatusDescription}{percent}{detail}"
            .ReplaceLineEndings(" ").Replace('\e', ' ');
    }

    private static int Code(ConsoleColor colour) => colour switch
    {
        ConsoleColor.Red => 31,
        ConsoleColor.Yellow => 33,
        _ => 36,
    };

    private static StreamWriter Open(Stream stream) => new(stream, new UTF8Encoding(false), 4096);

    private void HideProgress()
    {
        if (!_progressShown)
            return;
        _error.Write("\r\e[K");
        _error.Flush();
        _progressShown = false;
    }
}
