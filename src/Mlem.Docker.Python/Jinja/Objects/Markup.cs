namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>
/// What <c>tojson</c> gives: text that is safe in HTML. It prints as any other, but Jinja2 escapes what is added to
/// it with <c>+</c>, <c>%</c> and its methods.
/// </summary>
internal sealed record Markup(string Text)
{
    public override string ToString() => Text;

    public static string Escape(object? value) => value is Markup markup
        ? markup.Text
        : PyText.Str(value).Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("'", "&#39;").Replace("\"", "&#34;");
}
