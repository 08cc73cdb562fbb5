using Mlem.Docker.Registries;

namespace Mlem.Docker.Repositories;

/// <summary>What goes wrong with repositories.</summary>
internal static class GitErrors
{
    public static MlemException AddressInvalid(string text) => new(
        "GitAddressInvalid", MlemErrorCategory.InvalidArgument, Messages.FormatGitAddressInvalid(Shown(text)), Shown(text), Messages.GitAddressInvalidRemedy);

    public static MlemException RevisionInvalid(string revision) => new(
        "GitRevisionInvalid", MlemErrorCategory.InvalidArgument, Messages.FormatGitRevisionInvalid(TerminalText.Clean(revision)), revision,
        Messages.GitRevisionInvalidRemedy);

    public static MlemException Missing(Exception cause) => new(
        "GitMissing", MlemErrorCategory.ResourceUnavailable, Messages.FormatGitMissing(cause.Message), "git", Messages.GitMissingRemedy, cause);

    public static MlemException Timeout(TimeSpan limit) => new(
        "GitTimeout", MlemErrorCategory.OperationTimeout, Messages.FormatGitTimeout((int)limit.TotalSeconds), "git", Messages.GitTimeoutRemedy);

    public static MlemException Failed(GitAddress address, GitResult result) => new(
        "GitFailed", MlemErrorCategory.ConnectionError, Messages.FormatGitFailed(address.Url, PlainText.Bound(TerminalText.Clean(Masked(address, result.Errors)))),
        address.Url, Messages.GitFailedRemedy);

    public static MlemException NoRevision(GitAddress address, string revision) => new(
        "GitRevisionNotFound", MlemErrorCategory.ObjectNotFound, Messages.FormatGitRevisionNotFound(address.Url, revision), revision,
        Messages.GitRevisionNotFoundRemedy);

    public static MlemException NoPath(GitAddress address, string commit, string path) => new(
        "GitPathNotFound", MlemErrorCategory.ObjectNotFound, Messages.FormatGitPathNotFound(address.Url, commit[..Math.Min(commit.Length, 10)], path), path,
        Messages.GitPathNotFoundRemedy);

    // git shows the address that it was given; the password never was in it, but the login's words may come back from the server.
    private static string Masked(GitAddress address, string text) =>
        address.Authorization is { } secret ? text.Replace(secret, "***", StringComparison.Ordinal) : text;

    private static string Shown(string text) => TerminalText.Clean(PlainText.WithoutPassword(text));
}
