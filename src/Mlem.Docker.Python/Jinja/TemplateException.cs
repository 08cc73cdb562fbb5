using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja;

/// <summary>Why a template cannot be rendered.</summary>
public enum TemplateProblem
{
    /// <summary>It cannot be compiled.</summary>
    Syntax,

    /// <summary>It uses a value that does not exist.</summary>
    Undefined,

    /// <summary>It, or one that it includes, is not there.</summary>
    NotFound,

    /// <summary>Its file cannot be read.</summary>
    NotReadable,

    /// <summary>It needs more than the <see cref="TemplateLimits"/> allow.</summary>
    Limit,

    /// <summary>Anything else that goes wrong while it is rendered.</summary>
    Runtime,
}

/// <summary>A template that cannot be rendered.</summary>
public sealed class TemplateException : Exception
{
    /// <summary>Creates the failure.</summary>
    /// <param name="problem">What kind of failure it is.</param>
    /// <param name="reason">What is wrong, without the place.</param>
    /// <param name="template">The template: its full path when it came from a folder, else its name.</param>
    /// <param name="line">The line in it, from 1; 0 when no line is known.</param>
    /// <param name="expression">The source text of the expression or tag that failed, if known.</param>
    /// <param name="innerException">The cause, if another exception was it.</param>
    public TemplateException(
        TemplateProblem problem,
        string reason,
        string template,
        int line = 0,
        string? expression = null,
        Exception? innerException = null)
        : base(Describe(reason.TrimEnd('.'), template, line, expression), innerException)
    {
        Problem = problem;
        Reason = reason;
        Template = template;
        Line = line;
        Expression = expression;
    }

    internal TemplateException(PythonError error, string template, int line, string? expression)
        : this(ProblemOf(error.Kind), error.Message, template, line, expression, error)
    {
    }

    /// <summary>What kind of failure it is.</summary>
    public TemplateProblem Problem { get; }

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>The template: its full path when it came from a folder, else its name.</summary>
    public string Template { get; }

    /// <summary>The line in the template, from 1; 0 when no line is known.</summary>
    public int Line { get; }

    /// <summary>The source text of the expression or tag that failed, if known.</summary>
    public string? Expression { get; }

    private static string Describe(string reason, string template, int line, string? expression) => (line, expression) switch
    {
        ( > 0, not null) => Messages.FormatTemplateFailsInExpression(template, line, expression, reason),
        ( > 0, null) => Messages.FormatTemplateFailsInLine(template, line, reason),
        _ => Messages.FormatTemplateFails(template, reason),
    };

    private static TemplateProblem ProblemOf(PythonErrorKind kind) => kind switch
    {
        PythonErrorKind.Undefined => TemplateProblem.Undefined,
        PythonErrorKind.NotFound => TemplateProblem.NotFound,
        PythonErrorKind.Limit => TemplateProblem.Limit,
        _ => TemplateProblem.Runtime,
    };
}
