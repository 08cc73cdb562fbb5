using System.Text.Json;
using Docker.DotNet.Models;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Tests.Engine;

public sealed class EngineImageTests
{
    [Theory]
    [InlineData("configured", "created")]
    [InlineData("initialized", "created")]
    [InlineData("stopping", "running")]
    [InlineData("stopped", "exited")]
    [InlineData("paused", "paused")]
    [InlineData(null, "")]
    public void Podmans_words_for_states_are_Dockers(string? said, string state)
    {
        var container = new ContainerInspectResponse { ID = "a1", State = new() { Status = said! } };
        Assert.Equal(state, EngineContainer.From(container).State);
        Assert.Equal(state, EngineContainerSummary.From(new ContainerListResponse { ID = "a1", State = said! }).State);
    }

    private const string Id = "sha256:cc8fc5ae771b0e2f3a3c5d2a2c0f6f0f9a4b7e0d0c1b2a39485766554433221100";

    [Fact]
    public void An_image_is_read_with_all_that_the_Engine_tells_of_it()
    {
        EngineImage image = Read($$$$"""
            {"Id":"{{{{Id}}}}","RepoTags":["team/model:1.0","<none>:<none>"],"RepoDigests":["team/model@sha256:aa","<none>@<none>"],
             "Created":"2026-11-27T17:15:54.123456700+01:00","Size":1073741824,"Os":"linux","Architecture":"amd64",
             "Config":{"Labels":{"mlem.model":"iris"},"ExposedPorts":{"8080/tcp":{}},"Env":["A=b","C="],"Cmd":["sh","run.sh"],
                       "Entrypoint":["tini"],"WorkingDir":"/app","User":"app","Volumes":null,
                       "Healthcheck":{"Test":["CMD-SHELL","true"],"Interval":5000000000,"StartPeriod":60000000000,"Retries":2}}}
            """);

        Assert.Equal(Id, image.Id);
        Assert.Equal(["team/model:1.0"], image.Tags);
        Assert.Equal(["team/model@sha256:aa"], image.RepositoryDigests);
        Assert.Equal(new DateTime(2026, 11, 27, 16, 15, 54, DateTimeKind.Utc).AddTicks(1234567), image.Created);
        Assert.Equal(DateTimeKind.Utc, image.Created!.Value.Kind);
        Assert.Equal(1073741824, image.Size);
        Assert.Equal(("linux", "amd64"), (image.OperatingSystem, image.Architecture));
        Assert.Equal(KeyValuePair.Create("mlem.model", "iris"), Assert.Single(image.Labels));
        Assert.Equal(["8080/tcp"], image.ExposedPorts);
        Assert.Equal(["A=b", "C="], image.Environment);
        Assert.Equal(["sh", "run.sh"], image.Command);
        Assert.Equal(["tini"], image.Entrypoint);
        Assert.Equal(("/app", "app"), (image.WorkingDirectory, image.User));
        Assert.Equal(new ImageHealthcheck("true", TimeSpan.FromSeconds(5), 2, TimeSpan.FromMinutes(1)), image.Healthcheck);
    }

    [Theory]
    [InlineData("""{"Id":"ID"}""")]
    [InlineData("""{"Id":"ID","RepoTags":null,"RepoDigests":null,"Created":"0001-01-01T00:00:00Z","Config":null}""")]
    [InlineData("""{"Id":"ID","Created":"","Config":{"Labels":null,"Env":null,"Cmd":null,"Healthcheck":{"Test":["NONE"]}}}""")]
    public void What_the_Engine_does_not_tell_is_empty(string answer)
    {
        EngineImage image = Read(answer.Replace("ID", Id, StringComparison.Ordinal));

        Assert.Equal(Id, image.Id);
        Assert.Empty((string[])[.. image.Tags, .. image.RepositoryDigests, .. image.Environment, .. image.Command, .. image.Entrypoint, .. image.ExposedPorts]);
        Assert.Empty(image.Labels);
        Assert.Null(image.Created);
        Assert.False(image.HasHealthcheck);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"Id":""}""")]
    public void An_answer_without_an_id_is_none_of_an_Engine(string answer) =>
        Assert.Throws<FormatException>(() => Read(answer));

    private static EngineImage Read(string answer)
    {
        using JsonDocument document = JsonDocument.Parse(answer);
        return EngineImage.From(document.RootElement);
    }
}
