using CsCheck;
using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Python.Tests.Jinja;

/// <summary>Whatever the text: it renders, or ends in our own error, soon.</summary>
public sealed class TemplateFuzzTests
{
    private static readonly TemplateLimits Limits = new() { MaxSteps = 20_000, MaxOutputLength = 200_000, MaxCharacters = 2_000_000, MaxItems = 200_000 };

    private static readonly string[] Corpus = File.ReadAllLines(Path.Combine(Jinja2Oracle.Room(), "corpus.txt"));

    private static readonly Dictionary<string, object?> Variables = new()
    {
        ["s"] = "Hello World",
        ["i"] = 7,
        ["xs"] = new object?[] { "b", "a", null, 2.5 },
        ["d"] = new Dictionary<string, object?> { ["a"] = 1, ["b"] = new object?[] { 1 } },
    };

    /// <summary>Pieces of templates, in any order: mostly nonsense that begins like sense.</summary>
    private static readonly Gen<string> Pieces = Gen.OneOfConst(
        "{{", "}}", "{%", "%}", "{#", "#}", "-", "+", " ", "\n", "if ", "else", "endif", "for ", "in ", "endfor", "set ", "endset", "macro m", "endmacro",
        "call ", "endcall", "filter ", "endfilter", "block b", "endblock", "extends ", "include ", "import ", "from ", "as ", "raw", "endraw", "recursive",
        "not ", "and ", "or ", "is ", "loop", "self.b()", "super()", "caller()", "varargs", "s", "i", "xs", "d", "range(9)", "namespace(a=1)", "dict(b=2)",
        "(", ")", "[", "]", "{", "}", ",", ":", ".", "=", "==", "<", "*", "**", "/", "//", "%", "~", "|", "'a'", "\"%s %d\"", "'\\x", "1", "0", "2.5", "1e9",
        "99999999999999999999", "upper", "join", "sort", "map('upper')", "select('odd')", "default", "tojson", "indent", "int", "replace('', 's')",
        "first", "items", ".split()", ".append(xs)", ".update(d)", ".items()", ".zfill(99)", "none", "true", "é", "🐶", "\ud800", "\0", "'main'");

    private static readonly Gen<string> Nonsense = Pieces.Array[1, 40].Select(string.Concat);

    private static readonly Gen<string> Damaged = Gen.Select(Gen.OneOfConst(Corpus), Gen.Int[0, 400], Gen.Int[0, 6], Pieces, (line, at, length, piece) =>
    {
        int start = Math.Min(at, line.Length);
        return line[..start] + piece + line[Math.Min(line.Length, start + length)..];
    });

    [Fact]
    public void Nonsense_renders_or_ends_in_our_error() => Nonsense.Sample(RendersOrFails, iter: 5_000);

    [Fact]
    public void A_damaged_template_renders_or_ends_in_our_error() => Damaged.Sample(RendersOrFails, iter: 5_000);

    [Fact]
    public void An_expression_of_pieces_renders_or_ends_in_our_error() =>
        Nonsense.Sample(text => RendersOrFails("{{ " + text.Replace("}}", " ") + " }}"), iter: 5_000);

    private static void RendersOrFails(string text)
    {
        string main = text.Replace('⏎', '\n');
        TemplateEnvironment environment = new(new DictionaryTemplateLoader(new Dictionary<string, string> { ["main"] = main }), Limits);
        try
        {
            environment.Render("main", Variables, TestContext.Current.CancellationToken);
        }
        catch (TemplateException)
        {
            // The only way to fail.
        }
    }
}
