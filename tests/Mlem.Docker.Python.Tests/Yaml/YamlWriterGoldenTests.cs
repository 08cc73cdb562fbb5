using System.Text.Json;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Python.Tests.Yaml;

public sealed class YamlWriterGoldenTests
{
    [Fact]
    public void Every_value_of_the_corpus_is_written_as_PyYAML_writes_it()
    {
        using JsonDocument corpus = YamlGolden.Open("yaml_dump_corpus.json");
        List<string> differences = [];
        int count = 0;
        foreach (JsonElement entry in corpus.RootElement.EnumerateArray())
        {
            count++;
            YamlValue value = YamlGolden.FromJson(entry.GetProperty("value"));
            string expected = entry.GetProperty("yaml").GetString()!;
            string actual = YamlWriter.Write(value);
            if (actual != expected) differences.Add($"expected\n{expected}\nbut is\n{actual}");
            else if (!YamlReader.Read(actual).Equals(value)) differences.Add($"does not come back:\n{actual}");
        }

        GoldenCount.Report("YAML value written as PyYAML writes it", count, count - differences.Count);
        Assert.True(count >= 1930);
        Assert.Empty(differences);
    }

    [Fact]
    public void The_golden_reader_knows_Pythons_bare_words()
    {
        YamlValue value = YamlGolden.Parse("{\"NaN\": [NaN, Infinity, -Infinity], \"a\\\"\": \"NaN\"}");
        Assert.Equal("NaN:\n- .nan\n- .inf\n- -.inf\na\": NaN\n", YamlWriter.Write(value));
    }
}
