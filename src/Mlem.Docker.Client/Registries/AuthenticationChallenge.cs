using System.Text;

namespace Mlem.Docker.Registries;

/// <summary>One challenge of a <c>WWW-Authenticate</c> header (RFC 9110, 11.6.1), such as <c>Bearer realm="…",scope="…"</c>.</summary>
internal sealed record AuthenticationChallenge(string Scheme, IReadOnlyDictionary<string, string> Parameters)
{
    public bool IsBasic => Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase);

    public bool IsBearer => Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    public string? this[string name] => Parameters.GetValueOrDefault(name);

    /// <summary>The challenge to answer: Bearer before Basic; null where there is neither.</summary>
    public static AuthenticationChallenge? Choose(RegistryAnswer answer)
    {
        if (!answer.Headers.TryGetValues("WWW-Authenticate", out var values))
            return null;
        var all = values.SelectMany(Parse).ToList();
        return all.Find(challenge => challenge.IsBearer) ?? all.Find(challenge => challenge.IsBasic);
    }

    /// <summary>
    /// The challenge to answer after a refusal: a token anew, unless it was fresh; then Basic, which some registries want
    /// though they offered tokens first. Null where there is nothing else to try.
    /// </summary>
    /// <param name="answer">The refusal.</param>
    /// <param name="tried">The scheme that was refused; null when nothing was shown.</param>
    /// <param name="isFresh">Whether a token was made for this very request.</param>
    public static AuthenticationChallenge? ChooseNext(RegistryAnswer answer, string? tried, bool isFresh)
    {
        if (tried == "Basic" || !answer.Headers.TryGetValues("WWW-Authenticate", out var values))
            return null;
        var all = values.SelectMany(Parse).ToList();
        return all.Find(challenge => challenge.IsBearer && !(tried == "Bearer" && isFresh)) ?? all.Find(challenge => challenge.IsBasic);
    }

    public static IReadOnlyList<AuthenticationChallenge> Parse(string header)
    {
        var challenges = new List<AuthenticationChallenge>();
        var parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < header.Length;)
        {
            i = Skip(header, i, " \t,");
            var start = i;
            while (i < header.Length && !" \t,=".Contains(header[i]))
                i++;
            var word = header[start..i];
            var next = Skip(header, i, " \t");
            if (next < header.Length && header[next] == '=' && challenges.Count > 0)
            {
                parameters[word] = ReadValue(header, Skip(header, next + 1, " \t"), out i);
            }
            else if (word.Length > 0)
            {
                parameters = new(StringComparer.OrdinalIgnoreCase);
                challenges.Add(new(word, parameters));
            }
            else
            {
                // A stray '=': nothing that this header may begin with.
                i = next + 1;
            }
        }

        return challenges;
    }

    private static string ReadValue(string header, int start, out int end)
    {
        var value = new StringBuilder();
        end = start;
        if (start < header.Length && header[start] == '"')
        {
            for (end++; end < header.Length && header[end] != '"'; end++)
            {
                if (header[end] == '\\' && end + 1 < header.Length)
                    end++;
                value.Append(header[end]);
            }

            end = Math.Min(end + 1, header.Length);
            return value.ToString();
        }

        while (end < header.Length && !" \t,".Contains(header[end]))
            value.Append(header[end++]);
        return value.ToString();
    }

    private static int Skip(string header, int start, string characters)
    {
        while (start < header.Length && characters.Contains(header[start]))
            start++;
        return start;
    }
}
