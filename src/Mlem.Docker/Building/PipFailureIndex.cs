using System.Text.RegularExpressions;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Building;

/// <summary>Indexes that do not answer, are not trusted, or answer with an error.</summary>
internal static partial class PipFailureIndex
{
    private const string ChooseIndex =
        "name the index that the build can reach with -BuildArg PIP_INDEX_URL=https://… (not -SetEnv: that counts only after the packages are installed)";

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
                $"The connection to the index{host} is not trusted: its certificate cannot be checked, or it does not speak HTTPS.",
                "Put the certificate of your index or proxy into the base image and name it with -BuildArg PIP_CERT=/path; or "
                    + "trust the host with -BuildArg PIP_TRUSTED_HOST=host if you accept the risk; or " + ChooseIndex + ".",
                output.Evidence(NotTrusted(), GaveUp()));
        }
        string? package = output.FindLast(Unmatched())?.Groups["package"].Value;
        Match? broken = output.Lines.Where(l => Concerns(l, package)).Select(l => NotReached().Match(l)).LastOrDefault(m => m.Success);
        if (broken is null)
            return null;
        return new PipFailure(
            PipFailureKind.IndexUnreachable,
            null,
            $"The index{Host(output)} does not answer from inside the build: {Why(broken.Value)}.",
            "Check the network of the Docker Engine (name service, proxy, firewall), or " + ChooseIndex
                + "; a proxy is given with -BuildArg HTTPS_PROXY=…",
            output.Evidence(NotReached(), Searched(), GaveUp()));
    }

    // pip goes on to the next package after one that came at the second try: its page is not why another was not found.
    private static bool Concerns(string line, string? package) =>
        package is null || Page().Match(line) is not { Success: true } page
            || PackageName.Normalize(page.Groups["package"].Value) == PackageName.Normalize(package);

    private static PipFailure RefusedBy(Match refused, PipFailureOutput output)
    {
        string status = refused.Groups["status"] is { Success: true } code ? code.Value : "401";
        string remedy = status switch
        {
            "401" or "407" => "Give credentials the index accepts, in the URL of -BuildArg PIP_INDEX_URL=https://user:token@host/simple.",
            "403" => "The index, or a proxy before it, forbids this: check the credentials and its rules, or " + ChooseIndex + ".",
            "404" => "The address is wrong, or the file is gone there: check the index's URL, or ask for another version with -Constraint.",
            _ => "The index has a fault of its own: try again later, or " + ChooseIndex + ".",
        };
        return new PipFailure(
            PipFailureKind.IndexRefused,
            null,
            $"The index{Host(output)} answers with HTTP {status}.",
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
        _ when Name().IsMatch(text) => "its name cannot be resolved",
        _ when text.Contains("refused", StringComparison.OrdinalIgnoreCase) => "the connection is refused",
        _ when text.Contains("roxy", StringComparison.Ordinal) => "the proxy cannot be reached",
        _ when TimedOut().IsMatch(text) => "it took too long",
        _ when text.Contains("unreachable", StringComparison.OrdinalIgnoreCase) => "there is no way through the network to it",
        _ => "the connection breaks off",
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
