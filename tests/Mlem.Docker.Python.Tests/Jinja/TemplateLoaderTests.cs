using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Python.Tests.Jinja;

/// <summary>Where templates come from.</summary>
public sealed class TemplateLoaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-templates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_first_folder_wins_and_a_missing_folder_has_no_templates()
    {
        Write("one/a.j2", "first");
        Write("two/a.j2", "second");
        Write("two/b.j2", "only");
        FolderTemplateLoader loader = new([In("nosuch"), In("one"), In("two")]);
        Assert.Equal("first", loader.TryLoad("a.j2", out string? path));
        Assert.Equal(In("one/a.j2"), path);
        Assert.Equal("only", loader.TryLoad("b.j2", out _));
        Assert.Null(loader.TryLoad("c.j2", out _));
    }

    [Theory]
    [InlineData("../secret.j2")]
    [InlineData("sub/../../secret.j2")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("/")]
    public void A_name_cannot_lead_out_of_the_folder(string name)
    {
        Write("secret.j2", "secret");
        Write("one/sub/a.j2", "a");
        Assert.Null(new FolderTemplateLoader([In("one")]).TryLoad(name, out _));
    }

    [Fact]
    public void Names_are_paths_with_slashes()
    {
        Write("one/sub/a.j2", "inner");
        Assert.Equal("inner", new FolderTemplateLoader([In("one")]).TryLoad("./sub//a.j2", out _));
    }

    [Fact]
    public void An_error_names_the_file_the_line_and_the_expression()
    {
        Write("one/main.j2", "ok\n{% include 'part.j2' %}");
        Write("one/part.j2", "x\ny\n{{ 1 +\n nosuch.thing }}");
        TemplateException error = Assert.Throws<TemplateException>(() =>
            new TemplateEnvironment(new FolderTemplateLoader([In("one")]))
                .Render("main.j2", new Dictionary<string, object?>(), TestContext.Current.CancellationToken));
        Assert.Equal(TemplateProblem.Undefined, error.Problem);
        Assert.Equal(In("one/part.j2"), error.Template);
        Assert.Equal(3, error.Line);
        Assert.Equal("1 + nosuch.thing", error.Expression);
        Assert.Contains("'nosuch' is undefined", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_template_that_is_no_utf8_text_is_an_error()
    {
        Write("one/a.j2", string.Empty);
        File.WriteAllBytes(In("one/a.j2"), [0xff, 0xfe, 0x41]);
        Assert.Throws<TemplateException>(() => new FolderTemplateLoader([In("one")]).TryLoad("a.j2", out _));
    }

    [Fact]
    public void A_missing_template_is_an_error_with_its_name()
    {
        TemplateException error = Assert.Throws<TemplateException>(() => new TemplateEnvironment(new FolderTemplateLoader([_folder]))
            .Render("main.j2", new Dictionary<string, object?>(), TestContext.Current.CancellationToken));
        Assert.Equal(TemplateProblem.NotFound, error.Problem);
        Assert.Contains("main.j2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loaders_can_be_chained()
    {
        Write("one/a.j2", "file");
        ChainTemplateLoader loader = new(
            new FolderTemplateLoader([In("one")]),
            new DictionaryTemplateLoader(new Dictionary<string, string> { ["a.j2"] = "memory", ["b.j2"] = "built in" }));
        Assert.Equal("file", loader.TryLoad("a.j2", out _));
        Assert.Equal("built in", loader.TryLoad("b.j2", out string? path));
        Assert.Null(path);
    }

    [Fact]
    public void A_template_does_not_change_the_values_of_its_caller()
    {
        List<object?> list = [1L];
        string text = new TemplateEnvironment(new DictionaryTemplateLoader(new Dictionary<string, string>())).RenderText(
            "{% set _ = l.append(2) %}{{ l }}", "t", new Dictionary<string, object?> { ["l"] = list }, TestContext.Current.CancellationToken);
        Assert.Equal("[1, 2]", text);
        Assert.Single(list);
    }

    private string In(string path) => Path.Combine(_folder, path);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), text);
    }
}
