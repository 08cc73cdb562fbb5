using Mlem.Docker.Context;
using Mlem.Docker.Metadata;

namespace Mlem.Docker.Tests.Context;

/// <summary>What templates of the user's see, and how they fail.</summary>
public sealed class UserTemplateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-user-templates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_template_sees_raw_values_and_can_quote_them_while_ours_are_quoted(bool optimize)
    {
        string dockerfile = await DockerfileAsync(
            "# {{ env.GREETING }}|{{ arg.TOKEN }}|{{ env.GREETING | dockerfile_value }}|{{ env.PLAIN | dockerfile_value }}",
            optimize);

        Assert.Contains("# say \"$hi\"|a 'b'|\"say \\\"\\$hi\\\"\"|word\n", dockerfile, StringComparison.Ordinal);
        Assert.Contains("\nENV GREETING=\"say \\\"\\$hi\\\"\"\nENV PLAIN=word\n", dockerfile, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_values_are_quoted_by_the_name_of_the_filter() => Assert.Contains(
        "# word,\"two words\"\n",
        await DockerfileAsync("# {{ [env.PLAIN, 'two words'] | map('dockerfile_value') | join(',') }}"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{% if x %}", "TemplateSyntaxError", MlemErrorCategory.InvalidData, "pre_install.j2")]
    [InlineData("{{ nosuch }}", "TemplateUndefined", MlemErrorCategory.InvalidData, "'nosuch' is undefined")]
    [InlineData("{% include 'nosuch.j2' %}", "TemplateNotFound", MlemErrorCategory.ObjectNotFound, "'nosuch.j2'")]
    [InlineData("{{ 1 / 0 }}", "TemplateRuntimeError", MlemErrorCategory.InvalidData, "division by zero")]
    [InlineData("{{ range(10 ** 9) }}", "TemplateRuntimeError", MlemErrorCategory.LimitsExceeded, "1000000")]
    [InlineData("{{ env.PLAIN | urlize }}", "TemplateSyntaxError", MlemErrorCategory.InvalidData, "dockerfile_value, first, float")]
    [InlineData("{{ ('a\nb') | dockerfile_value }}", "TemplateRuntimeError", MlemErrorCategory.InvalidData, "line break")]
    public async Task A_wrong_template_is_an_error_with_its_place(string template, string id, MlemErrorCategory category, string says)
    {
        MlemTemplateException error = await Assert.ThrowsAsync<MlemTemplateException>(() => DockerfileAsync(template));

        Assert.Equal((id, category), (error.ErrorId, error.Category));
        Assert.Equal(Path.Combine(_folder, "pre_install.j2"), error.Template);
        Assert.Equal(1, error.Line);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{ env | pprint }}", "Filters")]
    [InlineData("{% with x = 1 %}{% endwith %}", "Tags")]
    public async Task The_help_page_lists_what_there_is(string template, string heading)
    {
        MlemTemplateException error = await Assert.ThrowsAsync<MlemTemplateException>(() => DockerfileAsync(template));

        string page = await File.ReadAllTextAsync(
            Path.Combine(Golden.Root, "..", "..", "docs", "help", "about_Mlem.Docker_BuildArguments.md"), TestContext.Current.CancellationToken);
        string listed = page.Split('\n').Single(line => line.StartsWith($"- {heading}: ", StringComparison.Ordinal))[(heading.Length + 4)..];
        Assert.Contains($"Available {heading.ToLowerInvariant()}: {listed}.", error.Message, StringComparison.Ordinal);
    }

    private async Task<string> DockerfileAsync(string preInstall, bool optimize = false)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "pre_install.j2"), preInstall, TestContext.Current.CancellationToken);
        var request = new DockerContextRequest(MlemModel.Load(Golden.Path("models", "e_requirements", "model")))
        {
            Optimize = optimize,
            Args = new DockerBuildArgs
            {
                TemplatesDir = [_folder],
                SetEnv = ["GREETING=say \"$hi\"", "PLAIN=word"],
                BuildArg = ["TOKEN=a 'b'"],
            },
        };
        DockerContext context = await DockerContext.CreateAsync(request, TestContext.Current.CancellationToken);
        return context.ReadText("Dockerfile")!;
    }
}
