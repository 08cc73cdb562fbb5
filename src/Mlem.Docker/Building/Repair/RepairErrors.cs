using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Building;

/// <summary>Why a model could not be repaired.</summary>
internal static class RepairErrors
{
    public static MlemException TooLong(string model, TimeSpan timeout) =>
        Failed(model, Messages.FormatRepairTookTooLong((int)timeout.TotalSeconds), Messages.RepairTookTooLongRemedy);

    public static MlemException Ended(string model, int exitCode, IReadOnlyList<string> lines) =>
        Failed(model, Messages.FormatRepairEnded(exitCode, string.Join(Environment.NewLine, lines)), Messages.ModelRepairFailedRemedy);

    public static MlemException Unreadable(string model) => Failed(model, Messages.RepairAnswerUnreadable, Messages.ModelRepairFailedRemedy);

    public static MlemException StillUnspecified(string model, string part) =>
        Failed(model, Messages.FormatRepairLeftUnspecified(part), Messages.ModelRepairFailedRemedy);

    /// <summary>The answer, if it is no error.</summary>
    public static YamlMapping Checked(string model, YamlMapping answer)
    {
        if (answer.Text("error") is not { } error)
            return answer;
        string where = answer.Text("where") ?? string.Empty;
        throw Failed(
            model,
            where is "load" ? Messages.FormatRepairCouldNotLoad(TerminalText.Clean(error)) : Messages.FormatRepairCallFailed(TerminalText.Clean(where), TerminalText.Clean(error)),
            where is "load" ? Messages.ModelRepairFailedRemedy : Messages.RepairCallFailedRemedy);
    }

    private static MlemException Failed(string model, string reason, string remedy) => new(
        "ModelRepairFailed", MlemErrorCategory.InvalidOperation, Messages.FormatModelRepairFailed(model, reason), model, remedy);
}
