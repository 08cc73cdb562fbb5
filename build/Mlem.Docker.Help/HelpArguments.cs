namespace Mlem.Docker.Help;

/// <summary>What the build asks for.</summary>
/// <param name="Assembly">The assembly of the cmdlets; its XML documentation, and that of the engine, lie beside <paramref name="Documentation"/>.</param>
/// <param name="Documentation">The XML documentation file of the cmdlets.</param>
/// <param name="Pages">The folder with a page for each cmdlet and for about topics.</param>
/// <param name="Output">The folder to write to.</param>
/// <param name="Manifest">The module's manifest, whose project page is the online help.</param>
/// <param name="Topics">About topics whose pages have other names: topic and file.</param>
internal sealed record HelpArguments(
    string Assembly, string Documentation, string Pages, string Output, string Manifest, IReadOnlyList<(string Topic, string File)> Topics)
{
    /// <summary>Reads <c>assembly documentation pages output manifest [topic=file …]</c>.</summary>
    public static HelpArguments Parse(string[] args) => args.Length < 5
        ? throw new ArgumentException("usage: Mlem.Docker.Help <assembly> <documentation> <pages> <output> <manifest> [<topic>=<file> ...]")
        : new(args[0], args[1], args[2], args[3], args[4], [.. args[5..].Select(pair => pair.Split('=', 2)).Select(p => (p[0], p[1]))]);
}
