using Mlem.Docker.Python.Jinja;

namespace Mlem.Docker.Python.Tests.Jinja;

public sealed class TemplateVariablesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-variables-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("{{ env.LEVEL }}", "LEVEL")]
    [InlineData("{{ env['LEVEL'] ~ env[\"b c\"] }}", "LEVEL|b c")]
    [InlineData("{% if env.get('LEVEL') %}{{ env.get(\"OTHER\", 1) }}{% endif %}", "LEVEL|OTHER")]
    [InlineData("{{ env.B }}{{ env.A }}{{ env.B }}", "A|B")]
    [InlineData("{% for k, v in env.items() %}{{ k }}{% endfor %}", "")]
    [InlineData("{{ x.env.A }}{# env.B #}{% raw %}{{ env.C }}{% endraw %}{{ 'env.D' }} env.E {{ arg.F }}{{ env[name] }}", "")]
    [InlineData("{{ env.A }}{{", "A")]
    [InlineData("{{ env.A }}{% raw %}never ended", "")]
    [InlineData("{{ env", "")]
    [InlineData("{{ env.get", "")]
    public void The_names_that_a_template_reads_are_found(string template, string expected)
    {
        File.WriteAllText(Path.Combine(_folder, "dockerfile.j2"), template);

        Assert.Equal(expected.Split('|', StringSplitOptions.RemoveEmptyEntries), TemplateVariables.Read([_folder], "env"));
    }

    [Fact]
    public void All_templates_of_all_folders_are_read_and_nothing_else()
    {
        File.WriteAllText(Path.Combine(_folder, "copy.j2"), "{{ arg.ONE }}");
        File.WriteAllText(Path.Combine(_folder, "notes.txt"), "{{ arg.NOT }}");
        string inner = Directory.CreateDirectory(Path.Combine(_folder, "parts")).FullName;
        File.WriteAllText(Path.Combine(inner, "part.j2"), "{{ arg.TWO }}");

        Assert.Equal(["ONE", "TWO"], TemplateVariables.Read([Path.Combine(_folder, "missing"), _folder, inner], "arg"));
    }
}
