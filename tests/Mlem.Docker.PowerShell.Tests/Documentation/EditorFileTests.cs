using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mlem.Docker.PowerShell.Tests.Documentation;

/// <summary>What <c>.vscode</c> starts is there.</summary>
public sealed partial class EditorFileTests
{
    [Fact]
    public void The_debugger_starts_the_pwsh_of_the_tool_manifest_with_the_built_module()
    {
        JsonElement cmdlet = Launch().GetProperty("configurations").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "Cmdlet in pwsh");
        string[] words = [.. cmdlet.GetProperty("args").EnumerateArray().Select(word => word.GetString()!)];

        Assert.EndsWith($"/powershell/{RealPowerShell.Versions().PowerShell}/tools/net10.0/any/unix/pwsh.dll", words[0], StringComparison.Ordinal);
        Assert.All(Version().Matches(cmdlet.GetRawText()), match => Assert.Equal(RealPowerShell.Versions().PowerShell, match.Groups[1].Value));
        Assert.Contains("./out/Mlem.Docker/Mlem.Docker.psd1", words[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_test_project_can_be_debugged()
    {
        JsonElement projects = Launch().GetProperty("inputs").EnumerateArray().Single(one => one.GetProperty("id").GetString() == "project");

        Assert.Equal(
            Directory.EnumerateFiles(RepositoryRoot.Combine("tests"), "*.Tests.csproj", SearchOption.AllDirectories).Select(Path.GetFileNameWithoutExtension).Order(),
            projects.GetProperty("options").EnumerateArray().Select(one => one.GetString()).Order());
    }

    [Fact]
    public void Every_task_that_another_or_the_debugger_waits_for_is_there()
    {
        JsonElement[] tasks = [.. Read("tasks.json").GetProperty("tasks").EnumerateArray()];
        IEnumerable<string?> wanted = tasks.Select(task => task.TryGetProperty("dependsOn", out JsonElement other) ? other.GetString() : null)
            .Concat(Launch().GetProperty("configurations").EnumerateArray()
                .Select(one => one.TryGetProperty("preLaunchTask", out JsonElement task) ? task.GetString() : null))
            .OfType<string>();

        Assert.Empty(wanted.Except(tasks.Select(task => task.GetProperty("label").GetString())));
    }

    private static JsonElement Launch() => Read("launch.json");

    private static JsonElement Read(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Combine(".vscode", file)));
        return document.RootElement.Clone();
    }

    [GeneratedRegex(@"/powershell/([\d.]+)/")]
    private static partial Regex Version();
}
