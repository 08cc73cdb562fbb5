using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Python.Tests.Yaml;

/// <summary>The corpora that real PyYAML wrote, and JSON as Python's <c>json</c> reads it.</summary>
internal static class YamlGolden
{
    // Python writes the floats that JSON lacks as bare words; here they become strings that nothing else is.
    private static readonly (string Word, double Value)[] BareWords =
    [
        ("-Infinity", double.NegativeInfinity), ("Infinity", double.PositiveInfinity), ("NaN", double.NaN),
    ];

    public static JsonDocument Open(string name) =>
        JsonDocument.Parse(QuoteBareWords(File.ReadAllText(RepositoryRoot.Combine("tests", "golden", name))));

    public static YamlValue Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(QuoteBareWords(json));
        return FromJson(document.RootElement);
    }

    public static YamlValue FromJson(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Null => new YamlNull(),
        JsonValueKind.True => new YamlBoolean(true),
        JsonValueKind.False => new YamlBoolean(false),
        JsonValueKind.String when BareWords.FirstOrDefault(w => json.ValueEquals('\0' + w.Word)) is { Word: not null } bare =>
            new YamlFloat(bare.Value),
        JsonValueKind.String => new YamlString(json.GetString()!),
        JsonValueKind.Array => new YamlSequence([.. json.EnumerateArray().Select(FromJson)]),
        JsonValueKind.Object => new YamlMapping(
            [.. json.EnumerateObject().Select(p => KeyValuePair.Create<YamlValue, YamlValue>(new YamlString(p.Name), FromJson(p.Value)))]),
        _ when json.GetRawText().AsSpan().ContainsAny(".eE") => new YamlFloat(json.GetDouble()),
        _ => new YamlInteger(BigInteger.Parse(json.GetRawText(), CultureInfo.InvariantCulture)),
    };

    /// <summary>Python's <c>repr</c> of what <c>safe_load</c> made.</summary>
    public static string Repr(YamlValue value) => value switch
    {
        YamlNull => "None",
        YamlBoolean b => b.Value ? "True" : "False",
        YamlInteger i => i.Value.ToString(CultureInfo.InvariantCulture),
        YamlFloat f => PythonRepr.Float(f.Value),
        YamlString s => PythonRepr.Text(s.Value),
        YamlBinary b => PythonRepr.Bytes(b.Value.Span),
        YamlDate d => $"datetime.date({d.Value.Year}, {d.Value.Month}, {d.Value.Day})",
        YamlTimestamp t => PythonRepr.Time(t),
        YamlSequence s => $"[{string.Join(", ", s.Items.Select(Repr))}]",
        YamlSet s => $"{{{string.Join(", ", s.Items.Select(Repr).Order(StringComparer.Ordinal))}}}",
        YamlMapping m => $"{{{string.Join(", ", m.Entries.Select(e => $"{Repr(e.Key)}: {Repr(e.Value)}"))}}}",
        _ => throw new ArgumentException(value.GetType().Name),
    };

    private static string QuoteBareWords(string json)
    {
        StringBuilder quoted = new();
        bool isInside = false;
        for (int i = 0; i < json.Length; i++)
        {
            if (json[i] == '"') isInside = !isInside;
            string? word = isInside ? null : BareWords
                .Select(w => w.Word)
                .FirstOrDefault(w => json.AsSpan(i).StartsWith(w, StringComparison.Ordinal));
            if (word is not null) quoted.Append("\"\\u0000").Append(word).Append('"');
            else quoted.Append(json[i]);
            if (word is not null) i += word.Length - 1;
            else if (isInside && json[i] == '\\') quoted.Append(json[++i]);
        }

        return quoted.ToString();
    }

    /// <summary>The texts that are read otherwise than PyYAML reads them.</summary>
    public static YamlDeviation[] Deviations()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Room(), "deviations.json")));
        return [.. document.RootElement.EnumerateArray().SelectMany(kind => kind.GetProperty("texts").EnumerateArray()).Select(entry =>
            new YamlDeviation(entry.GetProperty("yaml").GetString()!, Text(entry, "pyyaml"), Text(entry, "here"), Text(entry, "says")))];

        static string? Text(JsonElement entry, string name) => entry.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
    }

    /// <summary>The texts of both corpora.</summary>
    public static IEnumerable<string> Texts()
    {
        using JsonDocument load = Open("yaml_load_corpus.json");
        using JsonDocument dump = Open("yaml_dump_corpus.json");
        return [.. load.RootElement.GetProperty("cases").EnumerateArray().Concat(dump.RootElement.EnumerateArray())
            .Select(entry => entry.GetProperty("yaml").GetString()!)];
    }

    /// <summary>The folder of this room's tests in the repository.</summary>
    public static string Room() => RepositoryRoot.Combine("tests", "Mlem.Docker.Python.Tests", "Yaml");
}

/// <summary>A text that is read otherwise than PyYAML reads it.</summary>
/// <param name="Yaml">The text.</param>
/// <param name="PyYaml">Python's <c>repr</c> of what PyYAML makes of it; null when it refuses it.</param>
/// <param name="Here">The same of what is made of it here; null when it is refused.</param>
/// <param name="Says">Why it is refused here.</param>
internal sealed record YamlDeviation(string Yaml, string? PyYaml, string? Here, string? Says);
