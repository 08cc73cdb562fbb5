using Mlem.Docker.Engine.Tests.Deployment.Services;
using Mlem.Docker.Engine.Tests.Testbed;
using Mlem.Docker.Tests.Examples;

namespace Mlem.Docker.Engine.Tests.Examples;

/// <summary>Examples that need a swarm, on a real one. Those of the help each begin with a service <c>iris</c>.</summary>
[Collection(nameof(SwarmTests))]
public sealed class SwarmExampleTests(EngineFixture engine, ExampleEngine examples)
    : ExampleTest(engine, examples), IClassFixture<ExampleEngine>
{
    private const string Running = """
        if (-not (Get-MlemDockerService | Where-Object Name -eq iris)) {
            $null = Start-MlemDockerService -Model iris -Name iris -Server fastapi
        }
        """;

    private const string Served = "$null = Start-MlemDockerService served -Model iris";

    public static TheoryData<string> Pages => [.. DocumentExamples.All(RepositoryRoot.Path)
        .Where(example => example.Need is ExampleNeed.Swarm)
        .Select(example => example.Page)
        .Distinct()];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_examples_of_a_page_run_as_they_are_written(string page)
    {
        try
        {
            await RunAsync(page);
        }
        finally
        {
            foreach (var service in (System.Text.Json.Nodes.JsonArray)await Api.GetAsync("services", CancellationToken.None))
            {
                if ((string?)service!["Spec"]!["Name"] is "iris" or "served")
                    await Api.DeleteAsync($"services/{(string)service["ID"]!}", CancellationToken.None);
            }
        }
    }

    private protected override bool Runs(DocumentExample example, bool help) => example.Need is ExampleNeed.Swarm;

    private protected override string Scene(DocumentExample example) =>
        example.Code.Contains("Start-", StringComparison.Ordinal) ? ""
        : example.Code.Contains("served", StringComparison.Ordinal) && !example.Code.StartsWith("Get-", StringComparison.Ordinal) ? Served
        : Running;
}
