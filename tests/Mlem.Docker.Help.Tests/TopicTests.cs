using Mlem.Docker.Help.Tests.Support;

namespace Mlem.Docker.Help.Tests;

/// <summary>About topics: pages as text of 80 columns.</summary>
public sealed class TopicTests : IDisposable
{
    private readonly HelpFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_page_becomes_text_with_its_title_as_synopsis()
    {
        _folder.Write("about_Samples.md", """
            # Samples and `files`

            The *first* paragraph, which is [linked](https://samples.example/) &amp; long enough to be broken into two lines.

            ## Kinds

            - one
            - two, of which there is more to be said than fits into one single line of eighty columns

            1. first
            2. second

            ```powershell
            Get-Sample one |
                Out-Null
            ```

            | kind | where |
            | --- | --- |
            | `File` | on disk |
            | `Memory` | in memory |
            """);

        Assert.Empty(_folder.Build());
        Assert.Equal("""
            TOPIC
                about_Samples

            SHORT DESCRIPTION
                Samples and files

            LONG DESCRIPTION
                The first paragraph, which is linked & long enough to be broken into two
                lines.

            KINDS
                - one
                - two, of which there is more to be said than fits into one single line of
                  eighty columns

                1. first
                2. second

                    Get-Sample one |
                        Out-Null

                kind    where
                ------  ---------
                File    on disk
                Memory  in memory

            """.ReplaceLineEndings("\n"), _folder.Text("about_Samples.help.txt"));
    }

    [Fact]
    public void A_table_that_is_too_wide_becomes_a_list_of_its_rows()
    {
        string cell = string.Join(' ', Enumerable.Repeat("word", 14));
        _folder.Write("about_Wide.md", $"# Wide\n\nA table.\n\n| kind | what | |\n| --- | --- | --- |\n| a | {cell} | {cell} |\n| b | c | d |\n");

        Assert.Empty(_folder.Build());
        Assert.EndsWith(
            $"    a\n        what: {cell[..^5]}\n        word\n        {cell}\n\n    b\n        what: c\n        d\n",
            _folder.Text("about_Wide.help.txt"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_elsewhere_is_a_topic_under_the_name_that_the_build_gives_it()
    {
        string page = _folder.Write("elsewhere.md", "# Elsewhere\n\nA page of its own.\n");

        Assert.Empty(_folder.Build(topics: ("about_Elsewhere", page)));
        Assert.StartsWith("TOPIC\n    about_Elsewhere\n", _folder.Text("about_Elsewhere.help.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_source_any_more_is_deleted()
    {
        _folder.Write("about_Samples.md", "# Samples\n\nWords.\n");
        _folder.Build();
        _folder.Delete("about_Samples.md");

        Assert.Empty(_folder.Build());
        Assert.Equal(["Mlem.Docker.Help.Tests.dll-Help.xml"], Directory.EnumerateFiles(_folder.Output).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData()]
    [InlineData("a.dll", "a.xml", "pages", "out")]
    public void A_command_line_that_is_too_short_says_how_it_goes(params string[] words)
    {
        ArgumentException refused = Assert.Throws<ArgumentException>(() => HelpArguments.Parse(words));

        Assert.StartsWith("usage: Mlem.Docker.Help ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Topics_of_a_command_line_are_names_and_files()
    {
        HelpArguments arguments = HelpArguments.Parse(["a.dll", "a.xml", "pages", "out", "a.psd1", "about_A=docs/a=b.md"]);

        Assert.Equal([("about_A", "docs/a=b.md")], arguments.Topics);
    }
}
