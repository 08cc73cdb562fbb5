namespace Mlem.Docker.Tests.Examples;

/// <summary>The examples that no test runs, each with the reason. A test sees that these are all, and that each one is still there.</summary>
public static class NotRun
{
    /// <summary>The page and the heading of each, and what it needs that is not to be had here.</summary>
    public static IReadOnlyDictionary<(string Page, string Heading), string> Reasons { get; } =
        new Dictionary<(string, string), string>
        {
            [("docs/help/Get-MlemModel.md", "A model from a repository")] = "A repository of someone else, which tests do not reach; RepositoryTests brings one from a server of their own.",
        };
}
