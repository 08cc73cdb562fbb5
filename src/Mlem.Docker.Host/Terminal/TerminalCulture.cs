using System.Globalization;

namespace Mlem.Docker.Host.Terminal;

/// <summary>
/// The invariant culture, which the host always runs in, said to be written in English: PowerShell breaks lines between
/// words only for languages that it knows, and inside them for all others.
/// </summary>
internal sealed class TerminalCulture() : CultureInfo(string.Empty)
{
    /// <inheritdoc/>
    public override string TwoLetterISOLanguageName => "en";
}
