using Mlem.Docker.Context;
using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Requirements;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Context;

/// <summary>Every golden model with every server carries the whole of the shipped bounds (D21).</summary>
public sealed class BoundsTests
{
    private static readonly Dictionary<string, (string Server, string[] Lists)> Servers = new()
    {
        ["fastapi"] = ("type: fastapi", ["core", "fastapi"]),
        ["fastapi with prometheus"] = ("{type: fastapi, middlewares: [prometheus_fastapi]}", ["core", "fastapi", "prometheus_fastapi"]),
        ["rmq"] = ("{type: rmq, host: h, port: 1}", ["core", "rmq"]),
        ["streamlit"] = ("type: streamlit", ["core", "fastapi", "streamlit"]),
        ["_sagemaker"] = ("type: _sagemaker", ["core", "fastapi", "_sagemaker"]),
        ["_heroku"] = ("{type: _heroku, server: {type: fastapi}}", ["core", "fastapi"]),
        ["_heroku with streamlit"] = ("{type: _heroku, server: {type: streamlit}}", ["core", "fastapi", "streamlit"]),
    };

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (string model in Directory.EnumerateDirectories(Golden.Path("models")).Where(d => File.Exists(Path.Combine(d, "model.mlem"))))
        {
            foreach (string server in Servers.Keys)
                cases.Add(Path.GetFileName(model), server);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_context_carries_the_complete_bounds(string model, string server)
    {
        (string definition, string[] lists) = Servers[server];
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Golden.Path("models", model, "model")))
            {
                Server = Server.FromYaml(YamlReader.Read(definition), null),
            },
            TestContext.Current.CancellationToken);

        HashSet<string> pinned = [.. context.ReadText("requirements.txt")!.Split('\n')
            .Where(l => l.Contains("==", StringComparison.Ordinal)).Select(l => PackageName.Normalize(l.Split("==")[0]))];
        string[] bounds = [.. lists
            .SelectMany(l => File.ReadAllLines(Path.Combine(Repository, "src", "Mlem.Docker", "Requirements", "pins", l + ".txt")))
            .Where(l => l.Length > 0 && l[0] != '#')
            .Where(l => !pinned.Contains(PackageName.Normalize(new string([.. l.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')]))))
            .Distinct()];
        string[] written = [.. context.ReadText("constraints.txt")!.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
        Assert.True(bounds.Length > 40);
        Assert.StartsWith("#", written[0], StringComparison.Ordinal);
        // Beside them stand the bounds of the day of the model's newest pin (D28).
        string[] dated = [.. (DatedBounds.For(
            ModelPackages.For(context.Model), [], PythonRelease.Parse(context.PythonVersion)!.Minor, WheelArchitecture.X64)?.Bounds ?? [])
            .Select(b => b.Text)];
        Assert.Equal(bounds.Concat(dated).Distinct().Order(StringComparer.Ordinal), written.Skip(1).Order(StringComparer.Ordinal));
    }

    private static string Repository => Directory.GetParent(Golden.Root)!.Parent!.FullName;
}
