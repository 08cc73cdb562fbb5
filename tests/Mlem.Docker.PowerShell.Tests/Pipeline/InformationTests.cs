using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

public sealed class InformationTests
{
    private static readonly string Model = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris.mlem");

    [Fact]
    public void What_was_done_is_on_the_information_stream_with_a_tag_and_only_a_plan_with_WhatIf()
    {
        string folder = Directory.CreateTempSubdirectory("mlem-information-").FullName;
        try
        {
            using var session = new Session();
            SessionResult result = session.Invoke(
                """
                param($model, $folder)
                $null = Export-MlemDockerDir $model "$folder/one" -Server fastapi -InformationVariable told
                $null = Export-MlemDockerDir $model "$folder/two" -Server fastapi -WhatIf -InformationVariable planned
                $told | ForEach-Object { "$_"; $_.Tags -join ',' }
                @($planned).Where({ "$_" -like 'Wrote*' }).Count
                """,
                Model,
                folder);

            Assert.Empty(result.Errors);
            Assert.Matches($@"^Wrote \d+ files \(.+ [kM]?B\) to {folder}/one\.$", result.Output[0]!.ToString());
            Assert.Equal(["Mlem.Docker", "0"], result.Output.Skip(1).Select(line => line!.ToString()));
            Assert.False(Directory.Exists(Path.Combine(folder, "two")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_plan_names_every_file_with_its_size()
    {
        ScriptRun result = await ScriptRun.ShowAsync(
            $"Export-MlemDockerDir '{Model}' /nowhere/at/all -Server fastapi -WhatIf", TestContext.Current.CancellationToken);

        Assert.False(result.Failed);
        Assert.Contains("Write the Docker folder /nowhere/at/all of the model iris with these", result.Shown, StringComparison.Ordinal);
        Assert.All((string[])["Dockerfile", "run.sh", "requirements.txt", "model"], file =>
            Assert.Matches($@"(?m)^ *[\d.]+ [kM]?B  {file}\s*$", result.Shown));
    }

    [Fact]
    public void Debug_tells_every_request_to_the_Engine_without_what_follows_its_path()
    {
        using var engine = new FakeEngine();
        using var session = new Session();
        SessionResult result = session.Invoke(
            "param($engine) Get-MlemDockerImage wine*, nosuch -DaemonHost $engine -Debug 5>&1 2>$null; Stop-MlemDockerContainer nosuch* -DaemonHost $engine -Debug 5>&1", engine.Address);

        string[] told = [.. result.Output.OfType<DebugRecord>().Select(record => record.Message)];
        Assert.Equal(
            engine.Questions.Where(question => question != "/_ping").Select(question => $"GET {question.Split('?')[0]} → 200").Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        Assert.Contains(told, line => line.Contains("/images/nosuch", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("/containers/json", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_is_written_to_the_console_directly()
    {
        string[] sources = [.. new[] { "Mlem.Docker.Python", "Mlem.Docker.Client", "Mlem.Docker", "Mlem.Docker.PowerShell" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(BuiltModule.RepositoryRoot, "src", room), "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))];

        Assert.True(sources.Length > 100);
        Assert.All(sources, file => Assert.DoesNotMatch(@"\bConsole\.|Host\.UI\b", File.ReadAllText(file)));
    }
}
