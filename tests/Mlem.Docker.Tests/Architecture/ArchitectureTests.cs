namespace Mlem.Docker.Tests.Architecture;

/// <summary>The order of the rooms, and the picture of it in docs/architecture.md.</summary>
public sealed class ArchitectureTests
{
    private static readonly Lazy<Rooms> Seen = new(Rooms.See);

    [Fact]
    public void A_room_uses_only_rooms_above_it() =>
        Assert.DoesNotContain(Seen.Value.Uses, use => use.To > use.From);

    [Fact]
    public void What_only_the_body_of_an_async_method_uses_is_seen() =>
        Assert.Contains(
            Seen.Value.Uses,
            use => use is { User: nameof(ServerLocator), Used: nameof(ContainerOperations) });

    [Fact]
    public void The_picture_is_what_the_code_shows()
    {
        string drawn = Picture.Draw(
            Repository.References(), Seen.Value.Uses.Select(use => (use.From, use.To)).Distinct());

        Assert.True(
            drawn == Repository.Page.Split("```mermaid\n")[1].Split("```")[0],
            "The picture in docs/architecture.md is not what the code shows, which is:\n" + drawn);
    }

    [Fact]
    public void Every_project_and_every_room_is_explained() =>
        Assert.All(
            Repository.Projects.Concat(Enum.GetNames<Room>()),
            name => Assert.Contains($"\n| {name} |", Repository.Page, StringComparison.Ordinal));
}
