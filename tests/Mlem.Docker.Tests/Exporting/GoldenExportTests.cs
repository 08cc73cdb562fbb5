using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Exporting;

/// <summary>Every deployment that the real MLEM wrote is exported, or refused with the error that a start gives.</summary>
public sealed class GoldenExportTests
{
    public static TheoryData<string> Declarations =>
    [
        .. Directory.EnumerateFiles(Golden.Path("declarations"), "dep_*.mlem")
            .Where(file => new FileInfo(file).Length > 0).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Declarations))]
    public void It_becomes_a_manifest_and_a_Compose_file(string file)
    {
        DockerContainer declared = DockerContainer.Load(Golden.Path("declarations", file));
        var input = new ExportInput(declared)
        {
            Image = DockerImage.FromReference("registry.example.com/team/iris@" + Samples.Digest),
            Server = Server.OfType("fastapi"),
        };
        string? start = Id(() => RunParameters.Parse(declared.Params, declared.Ports));
        Assert.Equal(start, Id(() => ComposeExporter.Export([input])));

        string? manifest = Id(() => k8s.KubernetesYaml.LoadAllFromString(KubernetesExporter.Export(input).Text, null, true));
        Assert.True(
            manifest == start || (start is null && manifest is "ExportParameterNotSupported" or "ExportPortNotSupported"), $"{file}: {manifest}");
    }

    private static string? Id(Action action) => Record.Exception(action) switch
    {
        null => null,
        MlemException error => error.ErrorId,
        var other => other.ToString(),
    };
}
