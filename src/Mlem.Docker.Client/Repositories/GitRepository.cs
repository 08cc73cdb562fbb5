using System.Security.Cryptography;
using System.Text;

namespace Mlem.Docker.Repositories;

/// <summary>
/// One commit of a repository, kept in the user's cache folder. Only what is asked for is fetched, where the server can do so;
/// what is there is not fetched again.
/// </summary>
internal sealed class GitRepository
{
    private const int HashLength = 40;
    private const string Head = "refs/mlem/head";

    private static readonly TimeSpan QuestionLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan TransferLimit = TimeSpan.FromMinutes(30);

    private readonly GitAddress _address;
    private readonly GitProgram _git;

    private GitRepository(GitAddress address, string commit, string folder) =>
        (_address, Commit, Folder, _git) = (address, commit, folder, new GitProgram(address));

    /// <summary>The commit.</summary>
    public string Commit { get; }

    /// <summary>Its work tree.</summary>
    public string Folder { get; }

    /// <summary>The folder of the cache.</summary>
    private static string Cache => Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache)
            ? cache : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "mlem-docker", "git");

    /// <summary>Finds the commit that a revision means, and fetches it where it is not in the cache.</summary>
    /// <param name="address">The repository.</param>
    /// <param name="revision">A branch, a tag or a whole commit; null for what the repository has checked out.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MlemException">The repository cannot be reached, or has no such revision.</exception>
    public static async Task<GitRepository> OpenAsync(GitAddress address, string? revision, CancellationToken cancellationToken)
    {
        revision ??= address.Revision;
        if (revision is not null && !IsUsable(revision))
            throw GitErrors.RevisionInvalid(revision);
        string commit = revision is not null && IsHash(revision)
            ? revision.ToLowerInvariant() : await AskAsync(address, revision, cancellationToken).ConfigureAwait(false);
        string name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(address.Url)))[..16].ToLowerInvariant();
        var repository = new GitRepository(address, commit, Path.Combine(Cache, name, commit));
        await repository.FetchAsync(revision, cancellationToken).ConfigureAwait(false);
        return repository;
    }

    /// <summary>The repository's address, its commit and the path in it, for a file of the cache; null for any other file.</summary>
    public static (string Url, string Commit, string Path)? OriginOf(string file)
    {
        string cache = Cache + Path.DirectorySeparatorChar;
        if (!file.StartsWith(cache, StringComparison.Ordinal))
            return null;
        string[] parts = file[cache.Length..].Split(Path.DirectorySeparatorChar, 3);
        string origin = Path.Combine(Cache, parts[0], "origin");
        return parts.Length == 3 && File.Exists(origin) ? (File.ReadAllText(origin).Trim(), parts[1], parts[2].Replace('\\', '/')) : null;
    }

    /// <summary>Checks files out; those that the commit does not have are left out.</summary>
    /// <returns>Those that are there.</returns>
    public async Task<IReadOnlyList<string>> BringAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        string[] wanted = [.. paths.Distinct()];
        if (wanted.Length == 0)
            return [];
        using FileStream guard = await LockAsync(cancellationToken).ConfigureAwait(false);
        GitResult listed = await _git.RunAsync(Folder, QuestionLimit, ["ls-tree", "-z", "--name-only", Commit, "--", .. wanted], cancellationToken).ConfigureAwait(false);
        if (listed.ExitCode != 0)
            throw GitErrors.Failed(_address, listed);
        string[] there = [.. listed.Output.Split('\0', StringSplitOptions.RemoveEmptyEntries)];
        string[] missing = [.. there.Where(p => !Path.Exists(Path.Combine(Folder, p)))];
        if (missing.Length > 0)
        {
            GitResult checkedOut = await _git.RunAsync(Folder, TransferLimit, ["checkout", "-q", Commit, "--", .. missing], cancellationToken).ConfigureAwait(false);
            if (checkedOut.ExitCode != 0)
                throw GitErrors.Failed(_address, checkedOut);
        }

        return there;
    }

    /// <summary>The error of a path that the commit does not have.</summary>
    public MlemException NoPath(string path) => GitErrors.NoPath(_address, Commit, path);

    // git's own rules for names (git check-ref-format), and nothing that could be an option or a pattern.
    private static bool IsUsable(string revision) => revision.Length is > 0 and < 250 && revision[0] is not ('-' or '/' or '.')
        && !revision.Any(c => char.IsControl(c) || c is ' ' or '~' or '^' or ':' or '?' or '*' or '[' or '\\')
        && !revision.Contains("..", StringComparison.Ordinal) && !revision.Contains("@{", StringComparison.Ordinal) && !revision.Contains("//", StringComparison.Ordinal)
        && !revision.EndsWith('/') && !revision.EndsWith('.') && !revision.EndsWith(".lock", StringComparison.Ordinal);

    private static bool IsHash(string revision) => revision.Length == HashLength && revision.All(char.IsAsciiHexDigit);

    private static async Task<string> AskAsync(GitAddress address, string? revision, CancellationToken cancellationToken)
    {
        string[] names = revision is null ? ["HEAD"] : [$"refs/heads/{revision}", $"refs/tags/{revision}^{{}}", $"refs/tags/{revision}", revision];
        GitResult answer = await new GitProgram(address)
            .RunAsync(null, QuestionLimit, ["ls-remote", "--", address.Url, .. names], cancellationToken).ConfigureAwait(false);
        if (answer.ExitCode != 0)
            throw GitErrors.Failed(address, answer);
        var found = answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t'))
            .Where(l => l.Length == 2 && IsHash(l[0])).ToLookup(l => l[1], l => l[0]);
        return names.SelectMany(n => found[n]).FirstOrDefault() ?? throw GitErrors.NoRevision(address, revision ?? "HEAD");
    }

    private async Task FetchAsync(string? revision, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
        using FileStream guard = await LockAsync(cancellationToken).ConfigureAwait(false);
        if (Directory.Exists(Folder))
            return;
        string partial = $"{Folder}.{Guid.NewGuid():N}.partial";
        try
        {
            await DoAsync(["init", "-q", "--", partial], null, cancellationToken).ConfigureAwait(false);
            foreach ((string key, string value) in ((string, string)[])[("remote.origin.url", _address.Url), ("remote.origin.promisor", "true"), ("remote.origin.partialclonefilter", "blob:none")])
                await DoAsync(["config", key, value], partial, cancellationToken).ConfigureAwait(false);
            await FetchAsync(partial, revision, cancellationToken).ConfigureAwait(false);
            await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(Folder)!, "origin"), _address.Url, cancellationToken).ConfigureAwait(false);
            Directory.Move(partial, Folder);
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }

    // The commit itself, which most servers give; else what the name means, or all of them.
    private async Task FetchAsync(string folder, string? revision, CancellationToken cancellationToken)
    {
        string[] fetch = ["fetch", "-q", "--no-tags", "--no-write-fetch-head", "--filter=blob:none"];
        string[][] tries =
        [
            [.. fetch, "--depth=1", "origin", $"+{Commit}:{Head}"],
            [.. fetch, "--depth=1", "origin", $"+{(revision is null || IsHash(revision) ? "HEAD" : revision)}:{Head}"],
            [.. fetch, "origin", "+refs/heads/*:refs/mlem/heads/*", "+refs/tags/*:refs/mlem/tags/*"],
        ];
        GitResult? last = null;
        foreach (string[] attempt in tries)
        {
            last = await _git.RunAsync(folder, TransferLimit, attempt, cancellationToken).ConfigureAwait(false);
            GitResult has = await _git.RunAsync(folder, QuestionLimit, ["cat-file", "-e", Commit + "^{tree}"], cancellationToken).ConfigureAwait(false);
            if (has.ExitCode == 0)
                return;
        }

        throw last!.ExitCode == 0 || last.Errors.Contains("not our ref", StringComparison.Ordinal)
            ? GitErrors.NoRevision(_address, revision ?? Commit) : GitErrors.Failed(_address, last);
    }

    private async Task DoAsync(string[] arguments, string? folder, CancellationToken cancellationToken)
    {
        GitResult result = await _git.RunAsync(folder, QuestionLimit, arguments, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw GitErrors.Failed(_address, result);
    }

    // One process at a time works on a commit.
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TransferLimit);
        while (true)
        {
            try
            {
                return new FileStream(Folder + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (!limit.IsCancellationRequested && Directory.Exists(Path.GetDirectoryName(Folder)))
            {
                await Task.Delay(100, limit.Token).ConfigureAwait(false);
            }
        }
    }
}
