using System.Text.Json;
using System.Text.RegularExpressions;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Tests.Requirements.Rule;

/// <summary>What we write, read by the real pip: exactly what the model names, and nothing else.</summary>
public sealed partial class RealPipTests
{
    private const int Cases = 4000;

    [Fact]
    public async Task Pip_reads_every_file_that_we_write_as_the_requirements_that_the_model_names()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        await PipOracle.RequireAsync(stop);
        var hostile = new HostileRequirements(22);
        (InstallableRequirement[] Model, string Text)[] written = [.. Enumerable.Range(0, Cases).Select(_ => hostile.Next())
            .Select(m => (m, Text: Written(m))).Where(w => w.Text is not null).Select(w => (w.m, w.Text!))];

        IReadOnlyList<JsonElement> read = await PipOracle.ReadAsync([.. written.Select(w => w.Text)], stop);

        // A rule that refuses all would prove nothing, nor one that accepts all.
        Assert.InRange(written.Length, Cases / 10, Cases * 9 / 10);
        string[] wrong = [.. written.Zip(read).Where(p => Expected(p.First.Model) != Answer(p.Second))
            .Select(p => $"{JsonSerializer.Serialize(p.First.Text)}\n  wanted {Expected(p.First.Model)}\n  pip    {Answer(p.Second)}")];
        Assert.True(wrong.Length == 0, $"{wrong.Length} of {written.Length}:\n{string.Join('\n', wrong.Take(20))}");
    }

    private static string? Written(InstallableRequirement[] model)
    {
        try
        {
            return RequirementsFile.Write(model);
        }
        catch (MlemException refused)
        {
            Assert.Equal("RequirementInvalid", refused.ErrorId);
            Assert.DoesNotContain(refused.Message, char.IsControl);
            return null;
        }
    }

    private static string Expected(InstallableRequirement[] model) =>
        string.Join(' ', model.Select(r => r.ExtraIndex).OfType<string>().Distinct()) + " | " + string.Join(" | ", model.Select(Line));

    private static string Line(InstallableRequirement requirement)
    {
        if (requirement.IsFromRepository)
            return $"[] {requirement}";
        Match parts = NameAndRest().Match(requirement.Package);
        string extras = string.Join(',', parts.Groups["extras"].Value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
        string rest = requirement.Version is { } version ? $"=={version}" : parts.Groups["url"].Value;
        return $"{parts.Groups["name"].Value}[{extras}] {rest}";
    }

    private static string Answer(JsonElement pip)
    {
        if (pip.TryGetProperty("error", out JsonElement error))
            return error.GetString()!;
        if (pip.GetProperty("odd").GetBoolean())
            return "something else than requirements";
        return string.Join(' ', Texts(pip.GetProperty("indexes"))) + " | " + string.Join(" | ", pip.GetProperty("lines").EnumerateArray().Select(l =>
            l.GetProperty("odd").GetBoolean()
                ? "an option or a marker"
                : $"{l.GetProperty("name").GetString()}[{string.Join(',', Texts(l.GetProperty("extras")))}] {Rest(l)}"));
    }

    private static string? Rest(JsonElement line) =>
        line.GetProperty("url").GetString() is { } url ? url : line.GetProperty("version").GetString();

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(i => i.GetString());

    [GeneratedRegex(@"\A(?<name>[^\[@ ]+)( ?\[(?<extras>[^\]]*)\])?( ?@ ?(?<url>.*))?\z", RegexOptions.ExplicitCapture)]
    private static partial Regex NameAndRest();
}
