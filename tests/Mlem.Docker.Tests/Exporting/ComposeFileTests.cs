using Mlem.Docker.Exporting;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Tests.Exporting;

public sealed class ComposeFileTests
{
    [Fact]
    public void Declarations_are_the_services_of_one_file()
    {
        ComposeFile file = ComposeExporter.Export(
            [
                Samples.Input(ports: ["8000:8080"]) with { BuildFolder = "./iris", Image = new DockerImage("iris") },
                Samples.Input(Samples.One("network", "models"), ["127.0.0.1:8001:8080"], "taxi"),
            ],
            "models");
        var read = (YamlMapping)MlemYaml.Read(file.Text, "compose.yaml");
        Assert.Equal("models", read.Text("name"));
        YamlMapping iris = read.Mapping("services")!.Mapping("iris")!;
        Assert.Equal("./iris", iris.Mapping("build")!.Text("context"));
        Assert.Equal("30s", iris.Text("stop_grace_period"));
        Assert.NotNull(iris.Mapping("healthcheck"));
        var port = (YamlMapping)iris.Items("ports").Single();
        Assert.Equal(("8000", 8080), (port.Text("published"), (int)((YamlInteger)port["target"]!).Value));
        YamlMapping taxi = read.Mapping("services")!.Mapping("taxi")!;
        Assert.Equal("registry.example.com/team/iris@" + Samples.Digest, taxi.Text("image"));
        Assert.Equal(["models"], taxi.Texts("networks"));
        Assert.True(read.Mapping("networks")!.Mapping("models")!.Flag("external", false));
    }

    [Fact]
    public void A_dollar_is_a_dollar_and_a_text_stays_a_text()
    {
        YamlMapping service = Service(ComposeExporter.Export([Samples.Input(new Dictionary<string, string>
        {
            ["command"] = Samples.Values["command"], ["environment"] = Samples.Values["environment"],
        })]));
        Assert.Equal(["echo", "$$(HOME) $$$$ $$x"], service.Texts("command"));
        Assert.Equal(["y", "1e3", "a: b # c", "$$(A)"], service.Mapping("environment").TextEntries().Select(e => ((YamlString)e.Value).Value));
    }

    [Theory]
    [InlineData("8080:80", "8080:81")]
    [InlineData("8080:80", "127.0.0.1:8080:80")]
    [InlineData("0.0.0.0:8080:80", "127.0.0.1:8080:80")]
    public void Two_services_on_one_port_are_an_error_that_names_both(string one, string other)
    {
        var error = Assert.Throws<MlemException>(() => ComposeExporter.Export([Samples.Input(ports: [one]), Samples.Input(ports: [other], name: "taxi")]));
        Assert.Equal("ExportPortConflict", error.ErrorId);
        Assert.All((string[])["8080", "iris", "taxi"], named => Assert.Contains(named, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Ports_that_do_not_meet_are_taken() => ComposeExporter.Export(
        [Samples.Input(ports: ["127.0.0.1:8080:80", "53:53/udp"]), Samples.Input(ports: ["127.0.0.2:8080:80", "53:53"], name: "taxi")]);

    [Fact]
    public void Names_that_are_twice_or_none_are_errors()
    {
        Assert.Equal("ComposeNameConflict", Assert.Throws<MlemException>(() => ComposeExporter.Export([Samples.Input(), Samples.Input()])).ErrorId);
        Assert.Equal("ComposeNameInvalid", Assert.Throws<MlemException>(() => ComposeExporter.Export([Samples.Input()], "My Project")).ErrorId);
        Assert.Equal("ExportParameterNotSupported", Assert.Throws<MlemException>(
            () => ComposeExporter.Export([Samples.Input(Samples.One("environment", "[A]"))])).ErrorId);
    }

    [Fact]
    public void Secrets_come_from_files_and_variables_and_never_with_a_value()
    {
        ComposeFile file = ComposeExporter.Export([Samples.Input() with { Secrets = [new("token", "./token.txt"), new("key", "env:API_KEY")] }]);
        var read = (YamlMapping)MlemYaml.Read(file.Text, "compose.yaml");
        Assert.Equal(("./token.txt", "API_KEY"), (
            read.Mapping("secrets")!.Mapping("token")!.Text("file"), read.Mapping("secrets")!.Mapping("key")!.Text("environment")));
        Assert.Equal("ExportSecretHasValue", Assert.Throws<MlemException>(() => ComposeExporter.Export(
            [Samples.Input() with { Secrets = [new ServiceSecret("token", null) { Value = new byte[] { 1 } }] }])).ErrorId);
    }

    [Theory]
    [InlineData("y")]
    [InlineData("1e3")]
    [InlineData("0o17")]
    [InlineData(".inf")]
    [InlineData("-")]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("1:30")]
    [InlineData("2001-01-01")]
    [InlineData(" a ")]
    [InlineData("a\nb\t\"c\" \\")]
    [InlineData("é ☃ 🐶 \u2028 \u0085")]
    [InlineData("key:")]
    [InlineData("a: b")]
    [InlineData("=")]
    [InlineData("<<")]
    [InlineData("{a}")]
    public void A_text_is_read_back_as_the_same_text_by_YAML_of_either_version(string text)
    {
        string written = ManifestYaml.Write([ManifestNode.Map(("a", text), ("list", ManifestNode.List([text])))]);
        Assert.Equal(text, ((YamlMapping)MlemYaml.Read(written, "text")).Text("a"));
        Assert.Equal([text], ((YamlMapping)MlemYaml.Read(written, "text")).Texts("list"));
        Assert.True(written.StartsWith("a: \"", StringComparison.Ordinal), written);
    }

    private static YamlMapping Service(ComposeFile file) => ((YamlMapping)MlemYaml.Read(file.Text, "compose.yaml")).Mapping("services")!.Mapping("iris")!;
}
