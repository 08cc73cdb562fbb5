using Docker.DotNet.Models;

namespace Mlem.Docker.Exporting;

/// <summary>
/// Values that an Engine takes, or ignores without a word, and that no file for another platform can hold: refused before
/// anything is written.
/// </summary>
internal static class ExportValues
{
    /// <exception cref="MlemException"><c>ExportParameterNotSupported</c>, <c>ExportSecretHasValue</c>, <c>SecretInvalid</c>.</exception>
    public static void Check(ExportPlatform platform, CreateContainerParameters request, IReadOnlyList<ServiceSecret> secrets)
    {
        if (request.Healthcheck?.Test is [var kind, ..] && kind is not ("CMD" or "CMD-SHELL" or "NONE"))
            throw Refuse("healthcheck", Messages.FormatCheckBeginsWithItsKind(kind), Messages.BeginTestWithItsKind);
        if (request.Env?.Any(v => v.Length == 0 || v[0] == '=') == true)
            throw Refuse("environment", Messages.VariableHasNoName, Messages.GiveItAName);
        if (request.Labels?.Keys.Any(string.IsNullOrEmpty) == true)
            throw Refuse("labels", Messages.LabelHasNoName, Messages.GiveItAName);
        if (request.HostConfig?.Binds?.FirstOrDefault(b => !IsVolume(b)) is { } volume)
            throw Refuse("volumes", Messages.FormatVolumeIsNotThreeParts(volume), Messages.WriteSourceAndTarget);
        if (request.HostConfig?.RestartPolicy is { MaximumRetryCount: > 0, Name: not RestartPolicyKind.OnFailure })
            throw Refuse("restart_policy", Messages.RetriesAreForOnFailure, Messages.LeaveMaximumRetryCountOut);
        CheckSecrets(secrets);

        MlemException Refuse(string name, string why, string instead) => ExportRules.Refuse(platform, name, why, instead);
    }

    // The colon after a drive's letter is none between parts.
    private static bool IsVolume(string text)
    {
        string rest = text.Length > 2 && char.IsAsciiLetter(text[0]) && text[1] == ':' && text[2] == '\\' ? text[2..] : text;
        string[] parts = rest.Split(':');
        return parts.Length is 2 or 3 && parts.All(p => p.Length > 0);
    }

    private static void CheckSecrets(IReadOnlyList<ServiceSecret> secrets)
    {
        foreach (ServiceSecret secret in secrets)
        {
            // A name has one line; what has more is the secret itself.
            if (secret.Name?.Any(char.IsControl) == true)
            {
                throw new MlemException(
                    "ExportSecretHasValue",
                    MlemErrorCategory.InvalidArgument,
                    Messages.FormatExportSecretHasValue(secret.Target),
                    secret.Target,
                    Messages.ExportSecretHasValueRemedy);
            }

            if (secret.Target.Split('/').Any(part => part is "." or ".."))
                throw Invalid(secret.Target, Messages.FormatSecretLeavesItsFolder(secret.Target), Messages.SecretIsNoFile);
        }

        if (secrets.GroupBy(s => s.Target, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Twice(twice.Key);
    }

    /// <summary>The error for two secrets that are one file.</summary>
    public static MlemException Twice(string target) =>
        Invalid(target, Messages.FormatTwoSecretsAreOneFile(target), Messages.GiveEachSecretFileOfIts);

    /// <summary>The error for a secret that cannot be.</summary>
    public static MlemException Invalid(string target, string message, string instead) =>
        new("SecretInvalid", MlemErrorCategory.InvalidArgument, message, target, instead);
}
