using System.Globalization;
using System.Text.Json;
using CsCheck;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Python.Tests.Yaml;

/// <summary>
/// Where YamlDotNet's parser reads otherwise than PyYAML's (D23): the texts of deviations.json, and no other kind. The
/// comparison with the real PyYAML takes more texts with MLEM_DOCKER_TEST_YAML_TEXTS, others with MLEM_DOCKER_TEST_SEED.
/// </summary>
public sealed class YamlDeviationTests
{
    public static TheoryData<string, string?, string?> Texts =>
        [.. YamlGolden.Deviations().Select(d => (d.Yaml, d.Here, d.Says))];

    [Theory]
    [MemberData(nameof(Texts), DisableDiscoveryEnumeration = true)]
    public void Each_text_of_the_list_is_read_or_refused_as_the_list_says(string yaml, string? here, string? says)
    {
        if (says is not null) Assert.Equal(says, Assert.Throws<YamlException>(() => YamlReader.Read(yaml)).Message);
        else Assert.Equal(here, YamlGolden.Repr(YamlReader.Read(yaml)));
    }

    [Fact]
    public async Task The_list_tells_what_PyYAML_makes_of_its_texts()
    {
        YamlDeviation[] list = YamlGolden.Deviations();
        List<(string? Repr, string? Problem)> answers = await AskAsync([.. list.Select(d => d.Yaml)]);

        Assert.Equal(list.Select(d => (d.Yaml, d.PyYaml)), list.Zip(answers, (d, answer) => (d.Yaml, answer.Repr)));
        Assert.All(list, d => Assert.True(d.PyYaml is null || d.PyYaml != d.Here, $"{d.Yaml} is read alike."));
    }

    [Fact]
    public async Task Generated_texts_are_read_as_PyYAML_reads_them_or_differ_as_a_text_of_the_list_does()
    {
        int count = Setting("MLEM_DOCKER_TEST_YAML_TEXTS", 4000);
        PCG random = new(1, (ulong)Setting("MLEM_DOCKER_TEST_SEED", 20261130));
        string[] texts = [.. Enumerable.Range(0, count).Select(_ => YamlTexts.Any.Generate(random, null, out Size _))
            .Where(text => !text.Any(char.IsSurrogate))];
        List<(string? Repr, string? Problem)> answers = await AskAsync(texts);
        YamlDeviation[] list = YamlGolden.Deviations();
        HashSet<string> refusals = [.. list.Where(d => d.PyYaml is not null).Select(d => Reason(d.Says!))];
        HashSet<string> acceptances = [.. (await AskAsync([.. list.Where(d => d.Here is not null).Select(d => d.Yaml)]))
            .Where(answer => answer.Problem is not null).Select(answer => answer.Problem!)];

        List<string> unknown = [];
        foreach ((string text, (string? repr, string? problem)) in texts.Zip(answers))
        {
            string? difference = Read(text) switch
            {
                ({ } value, _) when repr is not null && value != repr => $"{value}, PyYAML {repr}",
                ({ } value, _) when repr is null && !acceptances.Contains(problem!) => $"{value}, PyYAML says {problem}",
                (null, { } says) when repr is not null && !refusals.Contains(Reason(says)) => $"{says}, PyYAML {repr}",
                _ => null,
            };
            if (difference is not null) unknown.Add($"{JsonSerializer.Serialize(text)}: {difference}");
        }

        Assert.True(unknown.Count == 0, string.Join("\n", unknown));
    }

    private static async Task<List<(string? Repr, string? Problem)>> AskAsync(IReadOnlyList<string> texts)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        if (await YamlOracle.WhyMissingAsync(cancellation) is { } missing)
        {
            bool required = Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_REQUIRE") is { } named && named.Split(',').Contains("jinja2");
            Assert.False(required, missing);
            Assert.Skip(missing);
        }

        return await YamlOracle.ReadAsync(texts, cancellation);
    }

    private static (string? Value, string? Says) Read(string text)
    {
        try
        {
            return (YamlGolden.Repr(YamlReader.Read(text)), null);
        }
        catch (YamlException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>What a message says, without the place and what stands in the text itself.</summary>
    private static string Reason(string says) => YamlOracle.Kind(says[(says.IndexOf("): ", StringComparison.Ordinal) + 3)..]);

    private static int Setting(string name, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : fallback;
}
