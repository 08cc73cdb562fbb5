using Mlem.Docker.Exporting;
using Mlem.Docker.Tests.Architecture;

namespace Mlem.Docker.Tests.Exporting;

/// <summary>Every run parameter is mapped, or refused by name with the reason; none is dropped without a word.</summary>
public sealed class ExportRulesTests
{
    public static TheoryData<string, string> All => new(Samples.Values.Keys.SelectMany(name => Platforms.Select(p => (name, p))));

    private static IEnumerable<string> Platforms => Enum.GetNames<ExportPlatform>();

    [Fact]
    public void Every_run_parameter_has_a_rule_and_a_sample()
    {
        Assert.Equal(RunParameters.ValidNames, ExportRules.All.Keys);
        Assert.Equal(RunParameters.ValidNames, Samples.Values.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_parameter_changes_what_is_written_or_is_refused_with_the_reason(string name, string platform)
    {
        var target = Enum.Parse<ExportPlatform>(platform);
        Dictionary<string, string> given = Samples.One(name, Samples.Values[name]);
        if (name == "volume_driver")
            given["volumes"] = Samples.Values["volumes"];
        ExportRule rule = ExportRules.For(target, name);
        if (rule.Why is { } why)
        {
            var error = Assert.Throws<MlemException>(() => Write(target, given));
            Assert.Equal(("ExportParameterNotSupported", name), (error.ErrorId, error.Target));
            Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
            Assert.Contains(why, error.Message, StringComparison.Ordinal);
            Assert.Contains(platform, error.Message, StringComparison.Ordinal);
            Assert.Equal(rule.Instead, error.Recommendation);
            return;
        }

        string written = Write(target, given);
        given.Remove(name);
        string without = Write(target, given);
        bool does = name is not ("stdout" or "stderr" or "stream" or "use_config_proxy")
            && !(target == ExportPlatform.Kubernetes && name is "network" or "network_mode" or "restart_policy");
        Assert.True(does == (written != without), $"{name} leaves the text as it is:\n{written}");
        if (does)
        {
            // The last part of the field is in a line that was not there before; probes and labels are there always.
            IEnumerable<string> fields = rule.Field!.Split(", ").Select(field => field.Split([':', ' '])[0].Split('.')[^1]);
            string[] lines = [.. written.Split('\n').Except(name is "healthcheck" or "labels" ? [] : without.Split('\n'))];
            Assert.Contains(fields, field => lines.Any(line => line.Contains($"{field}:", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_value_of_the_wrong_kind_is_the_error_that_a_start_gives(string name, string platform)
    {
        var target = Enum.Parse<ExportPlatform>(platform);
        Dictionary<string, string> wrong = Samples.One(name, "{a: [[1, {b: [c]}]]}");
        string? start = Id(() => RunParameters.Parse(wrong, []));
        string? export = Id(() => Write(target, wrong));
        if (start is not null)
            Assert.Equal(start, export);
    }

    [Theory]
    [InlineData("init", "false")]
    [InlineData("use_config_proxy", "false")]
    [InlineData("publish_all_ports", "false")]
    [InlineData("network_disabled", "0")]
    [InlineData("oom_kill_disable", "False")]
    public void What_asks_for_what_a_pod_is_anyway_is_not_refused(string name, string value) =>
        Assert.Equal(Write(ExportPlatform.Kubernetes, new Dictionary<string, string>()), Write(ExportPlatform.Kubernetes, Samples.One(name, value)));

    [Fact]
    public void The_table_in_the_docs_is_what_the_code_does()
    {
        string page = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Repository.Source)!)!, "docs", "beyond-one-machine.md"));
        string table = string.Concat(ExportRules.All.Select(r => $"| `{r.Key}` | {Cell(r.Value.Kubernetes)} | {Cell(r.Value.Compose)} |\n"));
        Assert.True(page.Contains(table, StringComparison.Ordinal), "docs/beyond-one-machine.md should have this table:\n" + table);
    }

    private static string Cell(ExportRule rule) => rule.Why is { } why
        ? $"refused: {why}{(rule.UnlessFalse ? " (`false` is taken)" : string.Empty)}"
        : rule.Field!.Contains(' ') && !rule.Field.Contains(',') && !rule.Field.Contains(':') ? rule.Field
        : string.Join(", ", rule.Field.Split(", ").Select(f => $"`{f}`"));

    internal static string Write(ExportPlatform platform, IReadOnlyDictionary<string, string> parameters) => platform == ExportPlatform.Kubernetes
        ? KubernetesExporter.Export(Samples.Input(parameters)).Text
        : ComposeExporter.Export([Samples.Input(parameters)]).Text;

    private static string? Id(Action action) => (Record.Exception(action) as MlemException)?.ErrorId;
}
