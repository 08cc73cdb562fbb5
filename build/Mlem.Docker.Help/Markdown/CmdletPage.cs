namespace Mlem.Docker.Help.Markdown;

/// <summary>What a cmdlet's page says.</summary>
internal sealed record CmdletPage(
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<PageExample> Examples,
    string Outputs,
    IReadOnlyList<string> Notes,
    IReadOnlyList<PageLink> Links);

/// <summary>An example: what it is about, what is typed, and what that does.</summary>
internal sealed record PageExample(string Title, string Code, IReadOnlyList<string> Words);

/// <summary>A related topic; the address is empty for what Get-Help shows itself.</summary>
internal sealed record PageLink(string Text, string Uri);
