namespace Mlem.Docker.Templates;

/// <summary>
/// A template that cannot be rendered. <see cref="MlemException.ErrorId"/> is one of <c>TemplateSyntaxError</c>
/// (cannot be compiled), <c>TemplateUndefined</c> (a value is used that does not exist), <c>TemplateNotFound</c>
/// and <c>TemplateRuntimeError</c> (anything else that goes wrong while it is rendered).
/// </summary>
public sealed class TemplateException : MlemException
{
    internal TemplateException(
        string errorId,
        string reason,
        TemplateLocation location,
        string? recommendation = null,
        MlemErrorCategory category = MlemErrorCategory.InvalidData,
        Exception? innerException = null)
        : base(errorId, category, Describe(reason, location), location.File, recommendation, innerException)
    {
        Reason = reason;
        Template = location.File;
        Line = location.Line;
        Expression = location.Expression;
    }

    /// <summary>Why it failed, without the place.</summary>
    public string Reason { get; }

    /// <summary>The template: its full path when it came from a folder, else its name.</summary>
    public string? Template { get; }

    /// <summary>The line in the template, from 1; 0 when no line is known.</summary>
    public int Line { get; }

    /// <summary>The source text of the expression or tag that failed, if known.</summary>
    public string? Expression { get; }

    private static string Describe(string reason, TemplateLocation location)
    {
        string where = location.File is null ? Messages.TheTemplate : Messages.FormatTheTemplateFile(location.File);
        string line = location.Line > 0 ? $", line {location.Line}" : string.Empty;
        string code = location.Expression is null ? string.Empty : $", in `{location.Expression}`";
        return $"{where}{line}{code}: {reason.TrimEnd('.')}.";
    }
}
