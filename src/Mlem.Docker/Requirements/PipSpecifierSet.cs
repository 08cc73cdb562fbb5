namespace Mlem.Docker.Requirements;

/// <summary>
/// Clauses joined by commas, all of which must hold, for example <c>&gt;=1.2,!=1.5,&lt;2</c> (PEP 440).
/// The empty set allows every version.
/// </summary>
public sealed class PipSpecifierSet
{
    // Longest first: '===' begins with '=='.
    private static readonly string[] Operators = ["===", "==", "!=", "<=", ">=", "~=", "<", ">"];

    private PipSpecifierSet(IReadOnlyList<PipSpecifier> clauses) => Clauses = clauses;

    /// <summary>The set without a clause.</summary>
    public static PipSpecifierSet Any { get; } = new([]);

    /// <summary>The clauses in the order in which they were written.</summary>
    public IReadOnlyList<PipSpecifier> Clauses { get; }

    /// <summary>
    /// The one version that the set allows: that of an <c>==</c> or <c>===</c> clause which the other clauses
    /// do not exclude; null when several versions fit, or none.
    /// </summary>
    public PipVersion? ExactVersion =>
        Clauses.Select(c => c.ExactVersion).FirstOrDefault(v => v is not null) is { } exact && Contains(exact) ? exact : null;

    /// <summary>Reads a set, with or without parentheses around it.</summary>
    /// <param name="text">The text; empty for <see cref="Any"/>.</param>
    /// <exception cref="FormatException">A clause is not one that pip reads.</exception>
    public static PipSpecifierSet Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string rest = text.Trim();
        if (rest.StartsWith('('))
        {
            if (!rest.EndsWith(')'))
                throw new FormatException(Messages.ParenthesisIsNeverClosed);
            rest = rest[1..^1].Trim();
        }
        List<PipSpecifier> clauses = [];
        while (rest.Length > 0)
        {
            string op = Array.Find(Operators, o => rest.StartsWith(o, StringComparison.Ordinal)) ?? throw Unreadable(rest);
            rest = rest[op.Length..].TrimStart();
            int end = rest.IndexOfAny([',', ' ', '\t', ';', ')']);
            clauses.Add(PipSpecifier.Parse(op, end < 0 ? rest : rest[..end]));
            rest = end < 0 ? string.Empty : rest[end..].TrimStart();
            if (rest.Length > 0 && rest[0] != ',')
                throw new FormatException(Messages.FormatCommaIsMissingBefore(rest));
            // One comma, which may also be the last character.
            rest = rest.Length > 0 ? rest[1..].TrimStart() : rest;
        }
        return clauses.Count == 0 ? Any : new PipSpecifierSet(clauses);
    }

    /// <summary>Whether a version satisfies every clause.</summary>
    /// <param name="version">The version.</param>
    /// <param name="allowPrereleases">
    /// Whether pre-releases count. False is pip's rule: only when a clause names one.
    /// </param>
    public bool Contains(PipVersion version, bool allowPrereleases = true)
    {
        ArgumentNullException.ThrowIfNull(version);
        return (allowPrereleases || !version.IsPrerelease || Clauses.Any(c => c.MentionsPrerelease))
            && Clauses.All(c => c.Contains(version));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', Clauses);

    private static FormatException Unreadable(string rest) => rest[0] == '='
        ? new FormatException(Messages.IsNotOperatorIs)
        : new FormatException(Messages.FormatOperatorWasExpectedBefore(rest));
}
