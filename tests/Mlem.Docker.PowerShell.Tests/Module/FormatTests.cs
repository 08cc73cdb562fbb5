using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Module;

public sealed partial class FormatTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_model_that_was_sent_looks_as_it_did(int depth)
    {
        string model = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris.mlem");
        ScriptRun result = await ScriptRun.ShowAsync($$"""
            $model = Get-MlemModel '{{model}}'
            $model
            [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($model, {{depth}}))
            """, TestContext.Current.CancellationToken);

        Assert.Equal("", result.Error);
        string[] rows = [.. result.Lines.Where(line => line.StartsWith("iris ", StringComparison.Ordinal))];
        Assert.Equal(2, rows.Length);
        Assert.Equal(rows[0], rows[1]);
        Assert.Contains(" predict", rows[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_view_is_of_a_type_that_exists_and_names_properties_that_it_has()
    {
        XDocument views = XDocument.Load(Path.Combine(BuiltModule.Directory, "Mlem.Docker.Format.ps1xml"));
        foreach (XElement view in views.Descendants("View"))
        {
            IEnumerable<string> used = view.Descendants("PropertyName").Select(element => element.Value)
                .Concat(view.Descendants("ScriptBlock")
                    .SelectMany(element => Property().Matches(element.Value)).Select(match => match.Groups[1].Value));
            foreach (string name in view.Descendants("TypeName").Select(element => element.Value))
            {
                Type type = typeof(MlemModel).Assembly.GetType(name) ?? typeof(MlemException).Assembly.GetType(name) ?? throw new TypeLoadException($"There is no {name}.");
                Assert.All(used, property => Assert.True(
                    type.GetMember(property).Length > 0 || property is "Name" or "Key" or "Value", $"{name} has no {property}."));
            }
        }
    }

    [Fact]
    public async Task An_image_is_a_row_that_fits_90_columns_with_a_readable_size()
    {
        const string Script = """
            $image = [Mlem.Docker.DockerImage]::new('iris')
            $set = { param($name, $value) [Mlem.Docker.DockerImage].GetProperty($name).SetValue($image, $value) }
            & $set Size ([long] 312531852); & $set ImageId ('sha256:' + '62f5aba744181a619e16' * 3)
            & $set Repository 'team'; & $set Registry ([Mlem.Docker.RemoteRegistry]::new('localhost:5000'))
            $image
            """;

        ScriptRun result = await ScriptRun.ShowAsync(Script, TestContext.Current.CancellationToken);

        Assert.Equal("", result.Error);
        Assert.Matches(@"^localhost:5000/team/iris +latest +62f5aba74418 +312\.5 MB *$", result.Lines[2]);
        Assert.All(result.Lines, line => Assert.True(line.TrimEnd().Length <= 90, line));
    }

    [Fact]
    public void Every_type_that_a_cmdlet_emits_or_that_has_a_view_has_a_table_a_list_and_a_wide_view()
    {
        XDocument views = XDocument.Load(Path.Combine(BuiltModule.Directory, "Mlem.Docker.Format.ps1xml"));
        ILookup<string, string> shapes = views.Descendants("View")
            .SelectMany(view => view.Descendants("TypeName").Select(type => (
                Type: type.Value, Shape: view.Elements().Single(e => e.Name.LocalName.EndsWith("Control", StringComparison.Ordinal)).Name.LocalName)))
            .ToLookup(pair => pair.Type, pair => pair.Shape);
        IEnumerable<string> emitted = typeof(Mlem.Docker.PowerShell.Pipeline.AsyncCmdlet).Assembly.GetExportedTypes()
            .SelectMany(type => type.GetCustomAttributes<System.Management.Automation.OutputTypeAttribute>())
            .SelectMany(output => output.Type).Select(type => type.Name).Where(name => name.StartsWith("Mlem.Docker.", StringComparison.Ordinal)).Distinct();

        Assert.All(emitted.Union(shapes.Select(shape => shape.Key)), type => Assert.Empty(((string[])["TableControl", "ListControl", "WideControl"]).Except(shapes[type]).Select(s => type + s)));
    }

    [Fact]
    public async Task Containers_are_rows_of_at_most_80_columns_with_what_matters()
    {
        const string Script = """
            $status = [Mlem.Docker.DockerContainerStatus]::new()
            $set = { param($name, $value) [Mlem.Docker.DockerContainerStatus].GetProperty($name).SetValue($status, $value) }
            & $set Name 'iris-production'; & $set Status ([Mlem.Docker.DeploymentStatus]::Running); & $set Health 'healthy'
            & $set Uptime ([timespan] '3.04:05:06'); & $set Image 'team/iris:1.0'
            $type = [Mlem.Docker.EnginePort]
            $ports = [array]::CreateInstance($type, 1)
            $ports[0] = [activator]::CreateInstance($type, @(8080, 'tcp', '0.0.0.0', 80))
            & $set Ports $ports
            $status
            """;

        ScriptRun result = await ScriptRun.ShowAsync(Script, TestContext.Current.CancellationToken);

        Assert.Equal("", result.Error);
        Assert.Matches(@"^iris-production +Running +healthy +3\.04:05:06 +80->8080 +team/iris:1\.0 *$", result.Lines[2]);
        Assert.All(result.Lines, line => Assert.True(line.TrimEnd().Length <= 80, line));
    }

    [Fact]
    public void Every_table_fits_80_columns_and_loses_nothing_of_a_long_name()
    {
        XDocument views = XDocument.Load(Path.Combine(BuiltModule.Directory, "Mlem.Docker.Format.ps1xml"));

        Assert.All(views.Descendants("View").Where(view => view.Element("TableControl") is not null), view =>
        {
            XElement[] columns = [.. view.Descendants("TableColumnHeader")];
            int fixedWidth = columns.Sum(column => (int?)column.Element("Width") ?? 0) + columns.Length - 1;
            int left = columns.Any(column => column.Element("Width") is null) ? 80 - fixedWidth : 14;
            Assert.True(fixedWidth <= 80 && left >= 13, $"{view.Element("Name")!.Value} leaves {left} of 80 columns.");
            Assert.All(view.Descendants("TableRowEntry"), row => Assert.NotNull(row.Element("Wrap")));
        });
    }

    [Fact]
    public void A_Docker_folder_is_drawn_as_a_tree_with_sizes()
    {
        var folder = new DockerDir("/tmp/iris", "iris", Server.OfType("fastapi"), "python:3.9", [new("Dockerfile", 10), new("model", 2000), new("src/a.py", 1), new("src/b/c.py", 2)]);

        Assert.Equal(
            "/tmp/iris\n├── src/  3 B\n│   ├── b/  2 B\n│   │   └── c.py  2 B\n│   └── a.py  1 B\n├── Dockerfile  10 B\n└── model  2 kB",
            folder.ToTree());
    }

    [GeneratedRegex(@"\$_\.([A-Za-z]+)")]
    private static partial Regex Property();
}
