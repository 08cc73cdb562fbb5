using YamlDotNet.Core;

namespace Mlem.Docker.Python.Yaml;

/// <summary>Says in this library's words what YamlDotNet finds wrong in a text, and where.</summary>
internal sealed class YamlFault(string text, string? source)
{
    /// <summary>What YamlDotNet says, or the part that tells it from the rest, and what is said for it.</summary>
    private static readonly (string Words, Func<YamlFault, Mark, Mark, string> Reason)[] Reasons =
    [
        ("found invalid mapping", (_, _, _) => Messages.ValueCannotStandHereIsNot),
        ("Mapping values are not allowed", (_, _, _) => Messages.ValueCannotStandHereIsNot),
        ("Mapping keys are not allowed", (_, _, _) => Messages.KeyCannotStandHere),
        ("Invalid key indicator", (_, _, _) => Messages.DashMustBeQuoted),
        ("sequence entr", (_, _, _) => Messages.ListEntryCannotStandHere),
        ("invalid tab", (_, _, _) => Messages.TabCannotIndent),
        ("a tab character", (_, _, _) => Messages.TabCannotIndent),
        ("wrong indentation", (_, _, _) => Messages.LineMustBeIndentedMore),
        ("current state of the object", (_, _, _) => Messages.LineMustBeIndentedMore),
        ("quoted scalar, found unexpected end of stream", (_, start, _) => Messages.FormatQuotesAreNeverClosed(start.Line, start.Column)),
        ("quoted scalar, found unexpected document", (_, start, _) => Messages.FormatDocumentEndsInsideQuotes(start.Line, start.Column)),
        ("unknown escape character", (fault, _, end) => Messages.FormatEscapeIsNotKnown(fault.Show(end.Index + 1))),
        ("expected hexadecimal number", (_, _, _) => Messages.EscapeNeedsMoreDigits),
        ("Unicode", (_, _, _) => Messages.EscapeIsNoCharacter),
        ("cannot start any token", (fault, start, _) => Messages.FormatCharacterCannotBeginValue(fault.Show(start.Index))),
        ("expected ',' or ']'", (_, _, _) => Messages.CommaOrBracketIsExpected),
        ("expected ',' or '}'", (_, _, _) => Messages.CommaOrBraceIsExpected),
        ("did not find expected key", (_, _, _) => Messages.NextKeyIsExpected),
        ("expected '-' indicator", (_, _, _) => Messages.NextListEntryIsExpected),
        ("expected node content", (_, _, _) => Messages.ValueIsExpected),
        ("could not find expected ':'", (_, _, _) => Messages.KeyIsNotFollowedByColon),
        ("<document ", (_, _, _) => Messages.NothingCanFollowTheValue),
        ("invalid comment", (_, _, _) => Messages.CommentNeedsSpaceBeforeIt),
        ("comment without", (_, _, _) => Messages.CommentNeedsSpaceBeforeIt),
        ("a comment between", (_, _, _) => Messages.CommentStandsInsideValue),
        ("no more tokens", (_, _, _) => Messages.TextGoesOnAfterItsEnd),
        ("invalid content after", (_, _, _) => Messages.TextGoesOnAfterItsEnd),
        ("block scalar, did not find", (_, _, _) => Messages.OnlyCommentCanFollowBlockIndicator),
        ("equal to 0", (_, _, _) => Messages.BlockIndentationIsDigit),
        ("spaces in", (_, _, _) => Messages.EmptyLineIsIndentedMore),
        ("anchor", (_, _, _) => Messages.AnchorNeedsName),
        ("undefined tag handle", (_, _, _) => Messages.TagHandleIsNotDeclared),
        ("irective", (_, _, _) => Messages.DirectiveIsNotRead),
        ("incompatible YAML", (_, _, _) => Messages.DirectiveIsNotRead),
        ("tag", (_, _, _) => Messages.TagIsMalformed),
    ];

    /// <param name="exception">What was thrown.</param>
    /// <param name="position">How far the text had been read.</param>
    public YamlException Translate(Exception exception, Mark position)
    {
        (Mark start, Mark end) = exception is YamlDotNet.Core.YamlException e && e.End.Index > 0 ? (e.Start, e.End) : (position, position);

        // A scanner's error tells where something begins and where it goes wrong; a parser's, from where to where a token goes.
        Mark place = exception is SyntaxErrorException && !exception.Message.Contains("cannot start", StringComparison.Ordinal) ? end : start;
        Func<YamlFault, Mark, Mark, string>? reason = Reasons
            .FirstOrDefault(r => exception.Message.Contains(r.Words, StringComparison.OrdinalIgnoreCase)).Reason;
        return YamlException.Invalid(source, YamlEvents.MarkOf(place, text), reason?.Invoke(this, start, end) ?? Messages.TextIsMalformed);
    }

    private string Show(long index) => index < text.Length ? YamlCharacters.Show(YamlStars.Show(text[(int)index].ToString())[0]) : YamlCharacters.Show('\0');
}
