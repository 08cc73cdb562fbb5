using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Tests.Scripting;

namespace Mlem.Docker.Engine.Tests.Commands;

/// <summary>
/// An image that cannot come to be is one error with its remedy, whichever cmdlet is asked for it, and nothing is written or built.
/// </summary>
public sealed class BadBuildTests(EngineFixture engine) : EngineTest(engine)
{
    private const string Fastapi = "{type: fastapi}";

    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        _folder.Dispose();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData("PythonImageNotFound", "python_version: 3.11.99")]
    [InlineData("PinsExcludeEachOther", "", Fastapi, "numpy==1.21.6 scipy==1.16.0")]
    [InlineData("BaseImageDoesNotFit", "base_image: python:3.13-slim", Fastapi, "numpy==1.21.6")]
    [InlineData("BaseImageDoesNotFit", "base_image: IMAGE", Fastapi, "numpy==1.21.6")]
    [InlineData("BaseImageWithoutPython", "base_image: BUSYBOX")]
    [InlineData("RunCommandInvalid", "run_cmd: \"['python', 'serve.py']\"")]
    [InlineData("MetricNotFound", "", "{type: fastapi, middlewares: [{type: prometheus_fastapi, metrics: [nowhere.metric]}]}")]
    public async Task It_is_refused_before_anything_is_written(string errorId, string args, string server = Fastapi, string pins = "")
    {
        bool asksEngine = args.Contains("IMAGE", StringComparison.Ordinal) || args.Contains("BUSYBOX", StringComparison.Ordinal);
        args = args.Replace("BUSYBOX", await Engine.BaseImages.BusyboxAsync(Cancellation), StringComparison.Ordinal)
            .Replace("IMAGE", asksEngine ? await Engine.BaseImages.ServersAsync(Cancellation) : "", StringComparison.Ordinal);
        WriteModel(pins);
        string builder = $"object_type: builder\nserver: {server}\nargs: {{{args}}}\n";
        Write("image.mlem", builder + $"type: docker\nimage: {{name: {Prefix}}}\n");
        Write("folder.mlem", builder + "type: docker_dir\ntarget: out\n");
        Write("server.yaml", server + "\n");
        string[] files = [.. Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order()];
        string parameters = Parameters(args);
        // A folder is written without an Engine, which alone can tell of an image.
        string folders = asksEngine ? "" : $$"""
                Export = { Export-MlemDockerDir model out -Server ./server.yaml {{parameters}} }
                InvokeFolder = { Invoke-MlemBuilder folder model }
            """;
        JsonNode?[] told = [.. await ScriptRun.ObjectsAsync($$"""
            Set-Location {{ScriptRun.Quote(_folder.Path)}}
            $calls = [ordered]@{
                New = { New-MlemDockerImage model -Name {{Prefix}} -Server ./server.yaml {{parameters}} }
                Start = { Start-MlemDockerContainer -Model model -Name {{Prefix}}-c -ImageName {{Prefix}} -Server ./server.yaml {{parameters}} }
                Invoke = { Invoke-MlemBuilder image model }
            {{folders}}
            }
            foreach ($call in $calls.GetEnumerator()) {
                $failures = @()
                $failures = @(try { & $call.Value 2>&1 3>$null | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } } catch { $_ })
                [ordered]@{
                    Call = $call.Key
                    Ids = $failures.ForEach{ $_.FullyQualifiedErrorId.Split(',')[0] } -join ' '
                    Remedy = $failures[0].ErrorDetails.RecommendedAction
                }
            }
            """, Cancellation)];

        Assert.Equal(asksEngine ? 3 : 5, told.Length);
        Assert.All(told, call => Assert.Equal((call!["Call"]!.ToString(), errorId), (call["Call"]!.ToString(), call["Ids"]!.ToString())));
        Assert.All(told, call => Assert.False(string.IsNullOrEmpty((string?)call!["Remedy"])));
        Assert.Equal(files, Directory.GetFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories).Order());
        Assert.Null(await Api.FindAsync($"images/{Prefix}/json", Cancellation));
        Assert.Null(await Api.FindAsync($"containers/{Prefix}-c/json", Cancellation));
    }

    // The model of the example with other packages, which nothing is built of.
    private void WriteModel(string pins)
    {
        string text = File.ReadAllText(RepositoryRoot.Combine("examples", "iris", "iris.mlem"));
        if (pins.Length > 0)
        {
            int start = text.IndexOf("requirements:", StringComparison.Ordinal);
            text = text[..start] + "requirements:\n" + string.Concat(pins.Split(' ').Select(p => p.Split("==")).Select(
                (p, i) => $"- module: m{i}\n  package_name: {p[0]}\n  version: {p[1]}\n"));
        }

        Write("model.mlem", text);
        File.Copy(RepositoryRoot.Combine("examples", "iris", "iris"), _folder.Combine("iris"));
    }

    private static string Parameters(string args) => args.Split(": ", 2) switch
    {
        ["python_version", var version] => $"-PythonVersion {version}",
        ["base_image", var image] => $"-BaseImage {image}",
        ["run_cmd", var command] => $"-RunCommand {ScriptRun.Quote(command.Trim('"'))}",
        _ => string.Empty,
    };

    private void Write(string name, string text) => File.WriteAllText(_folder.Combine(name), text);
}
