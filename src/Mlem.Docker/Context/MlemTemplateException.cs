using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker;

/// <summary>
/// A template that cannot be rendered. <see cref="MlemException.ErrorId"/> is one of <c>TemplateSyntaxError</c>
/// (cannot be compiled), <c>TemplateUndefined</c> (a value is used that does not exist), <c>TemplateNotFound</c>
/// and <c>TemplateRuntimeError</c> (anything else that goes wrong while it is rendered).
/// </summary>
public sealed class MlemTemplateException : MlemException
{
    /// <summary>Creates the failure.</summary>
    /// <param name="cause">What the engine of the templates says.</param>
    public MlemTemplateException(TemplateException cause)
        : this(cause, Describe(cause.Problem))
    {
    }

    private MlemTemplateException(TemplateException cause, (string ErrorId, MlemErrorCategory Category, string? Remedy) kind)
        : base(kind.ErrorId, kind.Category, cause.Message, cause.Template, kind.Remedy, cause)
    {
        Reason = cause.Reason;
        Template = cause.Template;
        Line = cause.Line;
        Expression = cause.Expression;
    }

    /// <summary>Why it failed, without the place.</summary>
    public string Reason { get; }

    /// <summary>The template: its full path when it came from a folder, else its name.</summary>
    public string Template { get; }

    /// <summary>The line in the template, from 1; 0 when no line is known.</summary>
    public int Line { get; }

    /// <summary>The source text of the expression or tag that failed, if known.</summary>
    public string? Expression { get; }

    private static (string ErrorId, MlemErrorCategory Category, string? Remedy) Describe(TemplateProblem problem) => problem switch
    {
        TemplateProblem.Syntax => ("TemplateSyntaxError", MlemErrorCategory.InvalidData, Messages.TemplateSyntaxRemedy),
        TemplateProblem.Undefined => ("TemplateUndefined", MlemErrorCategory.InvalidData, Messages.TemplateUndefinedRemedy),
        TemplateProblem.NotFound => ("TemplateNotFound", MlemErrorCategory.ObjectNotFound, Messages.TemplateNotFoundRemedy),
        TemplateProblem.NotReadable => ("TemplateNotFound", MlemErrorCategory.ReadError, Messages.TemplateNotReadableRemedy),
        TemplateProblem.Limit => ("TemplateRuntimeError", MlemErrorCategory.LimitsExceeded, Messages.TemplateLimitRemedy),
        _ => ("TemplateRuntimeError", MlemErrorCategory.InvalidData, null),
    };
}
