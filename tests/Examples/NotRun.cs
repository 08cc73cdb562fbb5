namespace Mlem.Docker.Tests.Examples;

/// <summary>The examples that no test runs, each with the reason: none today. A test sees that these are all, and that each one is still there.</summary>
public static class NotRun
{
    /// <summary>The page and the heading of each, and what it needs that is not to be had here.</summary>
    public static IReadOnlyDictionary<(string Page, string Heading), string> Reasons { get; } =
        new Dictionary<(string, string), string>();
}
