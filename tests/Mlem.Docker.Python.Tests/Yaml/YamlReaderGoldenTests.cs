using System.Text.Json;
using System.Text.RegularExpressions;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Python.Tests.Yaml;

public sealed class YamlReaderGoldenTests
{
    [Fact]
    public void Every_text_of_the_corpus_is_read_as_PyYAML_reads_it()
    {
        using JsonDocument corpus = YamlGolden.Open("yaml_load_corpus.json");
        List<string> differences = [];
        int count = 0;
        Dictionary<string, YamlDeviation> deviations = YamlGolden.Deviations().ToDictionary(d => d.Yaml);
        int listed = 0;
        foreach (JsonElement entry in corpus.RootElement.GetProperty("cases").EnumerateArray())
        {
            count++;
            if (deviations.TryGetValue(entry.GetProperty("yaml").GetString()!, out YamlDeviation? deviation))
            {
                // What it is read as, YamlDeviationTests hold.
                Assert.Equal(entry.TryGetProperty("error", out _), deviation.PyYaml is null);
                listed++;
                continue;
            }

            if (Check(entry) is { } difference) differences.Add(difference);
        }

        GoldenCount.Report("YAML text read as PyYAML reads it", count, count - listed - differences.Count, listed, "D23");
        Assert.True(count >= 260);
        Assert.Empty(differences);
    }

    private static string? Check(JsonElement entry)
    {
        string text = entry.GetProperty("yaml").GetString()!;
        try
        {
            YamlValue value = YamlReader.Read(text);
            if (entry.TryGetProperty("error", out JsonElement error)) return $"{text}: read, but PyYAML has {error}";
            string repr = YamlGolden.Repr(value);
            string dump = YamlWriter.Write(value, keepSharing: true);
            if (entry.TryGetProperty("json", out JsonElement json) && !value.Equals(YamlGolden.FromJson(json)))
            {
                return $"{text}: {repr} is not JSON {json}";
            }

            if (value is not YamlMapping { Entries: [{ Value: YamlSet }] } && repr != entry.GetProperty("python").GetString())
            {
                return $"{text}: {repr}, but PyYAML has {entry.GetProperty("python")}";
            }

            return dump == entry.GetProperty("dump").GetString() ? null : $"{text}: dumped as {dump}";
        }
        catch (YamlException e)
        {
            if (!entry.TryGetProperty("error", out _)) return $"{text}: {e.Message}";
            string message = entry.GetProperty("message").GetString()!;
            Match place = Regex.Matches(message, @"line (\d+), column (\d+)").LastOrDefault() ?? Match.Empty;
            return !place.Success || $"{e.Mark.Line},{e.Mark.Column}" == $"{place.Groups[1]},{place.Groups[2]}"
                ? null
                : $"{text}: at {e.Mark.Line},{e.Mark.Column}, but PyYAML says {place.Value}";
        }
    }
}
