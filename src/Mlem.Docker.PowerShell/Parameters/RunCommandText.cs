using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>The value of -RunCommand. PowerShell's own conversion makes an empty text of null, which is another command.</summary>
internal static class RunCommandText
{
    /// <summary>The command as text, or null for an image without one.</summary>
    public static string? From(object? value) => value is null ? null : LanguagePrimitives.ConvertTo<string>(value);
}
