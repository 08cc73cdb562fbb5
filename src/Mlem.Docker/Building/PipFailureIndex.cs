using System.Text.RegularExpressions;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Building;

/// <summary>Indexes that do not answer, are not trusted, or answer with an error.</summary>
internal static partial class PipFailureIndex
{
    private static string ChooseIndex =>
        Messages.NameIndexThatBuildCanReach;

    public static PipFailure? Recognize(PipFailureOutput output)
    {
        // A connection that came back at the second try is not why the build failed.
        if (!output.Has(GaveUp()))
            return null;
        if (output.FindLast(Refused()) is { } refused)
            return RefusedBy(refused, output);
        if (output.Has(NotTrusted()))
        {
            string host = Host(output);
            return new PipFailure(
                PipFailureKind.IndexNotTrusted,
                null,
                Messages.FormatConnectionToIndexIsNotTrusted(host),
                Messages.FormatPutCertificateOfYourIndexOr(ChooseIndex),
                output.Evidence(NotTrusted(), GaveUp()));
        }
        string? package = output.FindLast(Unmatched())?.Groups["package"].Value;
        Match? broken = output.Lines.Where(l => Concerns(l, package)).Select(l => NotReached().Match(l)).LastOrDefault(m => m.Success);
        if (broken is null)
            return null;
        return new PipFailure(
            PipFailureKind.IndexUnreachable,
            null,
            Messages.FormatIndexDoesNotAnswerFromInside(Host(output), Why(broken.Value)),
            Messages.FormatCheckNetworkOfDockerEngineName(ChooseIndex),
            output.Evidence(NotReached(), Searched(), GaveUp()));
    }

    // pip goes on to the next package after one that came at the second try: its page is not why another was not found.
    private static bool Concerns(string line, string? package) =>
        package is null || Page().Match(line) is not { Success: true } page
            || PackageName.Normalize(page.Groups["package"].Value) == PackageName.Normalize(package);

    private static PipFailure RefusedBy(Match refused, PipFailureOutput output)
    {
        string status = refused.Groups["status"] is { Success: true } code ? code.Value : "401";
        if (status == "407" || refused.Value.StartsWith("Tunnel", StringComparison.Ordinal))
        {
            return new PipFailure(
                PipFailureKind.IndexRefused,
                null,
                Messages.FormatProxyOfBuildRefuses(Host(output), status),
                Messages.FormatCorrectProxyOfBuild(ChooseIndex),
                output.Evidence(Refused(), Searched(), GaveUp()));
        }

        string remedy = status switch
        {
            "401" => Messages.GiveCredentialsIndexAcceptsInURL,
            "403" => Messages.FormatIndexOrProxyBeforeItForbids(ChooseIndex),
            "404" => Messages.AddressIsWrongOrFileIs,
            _ => Messages.FormatIndexHasFaultOfItsOwn(ChooseIndex),
        };
        return new PipFailure(
            PipFailureKind.IndexRefused,
            null,
            Messages.FormatIndexAnswersWithHTTP(Host(output), status),
            remedy,
            output.Evidence(Refused(), Searched(), GaveUp()));
    }

    // The host only: an index's URL may carry a password.
    private static string Host(PipFailureOutput output)
    {
        string? host = output.FindLast(NamedHost())?.Groups["host"].Value ?? output.FindLast(Searched())?.Groups["host"].Value;
        return string.IsNullOrEmpty(host) ? string.Empty : $" '{host}'";
    }

    private static string Why(string text) => text switch
    {
        _ when Name().IsMatch(text) => Messages.ItsNameCannotBeResolved,
        _ when text.Contains("refused", StringComparison.OrdinalIgnoreCase) => Messages.ConnectionIsRefused,
        _ when text.Contains("roxy", StringComparison.Ordinal) => Messages.ProxyCannotBeReached,
        _ when TimedOut().IsMatch(text) => Messages.ItTookTooLong,
        _ when text.Contains("unreachable", StringComparison.OrdinalIgnoreCase) => Messages.ThereIsNoWayThroughNetwork,
        _ => Messages.ConnectionBreaksOff,
    };

    [GeneratedRegex(@"Could not find a (?:final )?version that satisfies the requirement (?<package>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)", RegexOptions.CultureInvariant)]
    private static partial Regex Unmatched();

    [GeneratedRegex(@"after connection broken by .*: \S*?/(?<package>[A-Za-z0-9][\w.-]*)/\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Page();

    [GeneratedRegex(
        """
        (?: Could\ not\ find\ a\ (?:final\ )?version\ that\ satisfies(?!.*\(from\ versions:\ (?!none\)))
          | Could\ not\ install\ packages\ due\ to\ an
          | Could\ not\ install\ requirement\ .+\ because\ of
          | ERROR:\ HTTP\ error\ \d | ERROR:\ \d{3}\ (?:Client|Server)\ Error
          | EOFError:\ EOF\ when\ reading
          | \A(?:pip\._vendor\.|urllib3\.|requests\.)\S*(?:Error|IncompleteRead)\S*:
          | \berror:\ (?:connection-failed|connection-timeout|ssl-missing|ssl-verification-failed|proxy-connection-failed|incomplete-download) )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex GaveUp();

    [GeneratedRegex(
        """
        (?: (?<status>[45]\d\d)\ (?:Client|Server)\ Error | HTTP\ error\ (?<status>[45]\d\d)
          | (?<status>401)\ Error,\ Credentials\ not\ correct | _prompt_for_password
          | too\ many\ (?<status>[45]\d\d)\ error\ responses | Tunnel\ connection\ failed:\ (?<status>[45]\d\d) )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Refused();

    [GeneratedRegex(
        """
        (?: problem\ confirming\ the\ ssl\ certificate | CERTIFICATE_VERIFY_FAILED | SSLError\( | SSLCertVerificationError
          | is\ not\ a\ trusted\ or\ secure\ host | ssl\ module\ in\ Python\ is\ not\ available
          | ssl-verification-failed | ssl-missing | WRONG_VERSION_NUMBER )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotTrusted();

    [GeneratedRegex(
        """
        (?: after\ connection\ broken\ by\ .+ | Max\ retries\ exceeded\ .+ | NewConnectionError.+ | NameResolutionError.+
          | ConnectTimeoutError.+ | ReadTimeoutError.+ | ProxyError.+ | ProtocolError.+ | IncompleteRead.+ | Read\ timed\ out.*
          | Connection(?:Reset|Refused|Aborted)?Error.+ | Connection\ aborted.* | RemoteDisconnected.+ | Temporary\ failure\ in\ name\ resolution
          | Failed\ to\ (?:connect\ to|resolve).+ | Unable\ to\ fetch\ .+ | Could\ not\ fetch\ URL\ .+ | incomplete-download )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NotReached();

    [GeneratedRegex(
        """
        (?: host='(?<host>[^']+)' | The\ repository\ located\ at\ (?<host>\S+)\ is | Could\ not\ fetch\ URL\ https?://(?:[^\s/@]*@)?(?<host>[^\s/]+)
          | User\ for\ (?<host>[^\s{]+?):\ ? | (?:for\ url:|while\ getting|Credentials\ not\ correct\ for|Unable\ to\ fetch)\ https?://(?:[^\s/@]*@)?(?<host>[^\s/]+)
          | Failed\ to\ connect\ to\ (?<host>[^\s/]+)\ while | secure\ connection\ to\ (?<host>[^\s/]+)\ while )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NamedHost();

    [GeneratedRegex(@"Looking in indexes: https?://(?:[^\s/@]*@)?(?<host>[^\s/,]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Searched();

    [GeneratedRegex("not known|name resolution|resolve|No address associated|getaddrinfo", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Name();

    [GeneratedRegex("time[d]? ?out|didn't respond within", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex TimedOut();
}
