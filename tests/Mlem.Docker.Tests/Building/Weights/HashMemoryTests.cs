using Mlem.Docker.Building.Weights;

namespace Mlem.Docker.Tests.Building.Weights;

public sealed class HashMemoryTests : IDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-hashes-").FullName;

    private string Model => Path.Combine(_work, "model");

    private HashMemory Memory => new(Path.Combine(_work, "memory"));

    private static DateTimeOffset Later => DateTimeOffset.UtcNow.AddMinutes(1);

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public void A_hash_is_found_as_long_as_the_file_is_untouched()
    {
        Remember("content");

        Assert.Equal(Hash, Memory.Find(Model));
    }

    [Fact]
    public void A_write_that_keeps_size_and_time_makes_the_hash_unknown()
    {
        Remember("content");
        DateTime time = File.GetLastWriteTimeUtc(Model);
        File.WriteAllText(Model, "CONTENT");
        File.SetLastWriteTimeUtc(Model, time);

        Assert.Null(Memory.Find(Model));
    }

    [Fact]
    public void Another_file_in_its_place_makes_the_hash_unknown()
    {
        Remember("content");
        DateTime time = File.GetLastWriteTimeUtc(Model);
        string other = Path.Combine(_work, "other");
        File.WriteAllText(other, "CONTENT");
        File.SetLastWriteTimeUtc(other, time);
        File.Move(other, Model, overwrite: true);

        Assert.Null(Memory.Find(Model));
    }

    [Fact]
    public void A_file_that_changed_just_before_it_was_read_is_not_remembered()
    {
        File.WriteAllText(Model, "content");
        Memory.Keep(Model, HashMemory.Identify(Model), Hash, DateTimeOffset.UtcNow);

        Assert.Null(Memory.Find(Model));
    }

    [Fact]
    public void A_file_that_changed_while_it_was_read_is_not_remembered()
    {
        File.WriteAllText(Model, "content");
        FileIdentity? before = HashMemory.Identify(Model);
        File.AppendAllText(Model, "more");
        Memory.Keep(Model, before, Hash, Later);

        Assert.Null(Memory.Find(Model));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("\0\0\0\n\0")]
    public void A_memory_that_cannot_be_read_knows_nothing(string text)
    {
        Remember("content");
        File.WriteAllText(Directory.GetFiles(Path.Combine(_work, "memory")).Single(), text);

        Assert.Null(Memory.Find(Model));
    }

    private void Remember(string content)
    {
        File.WriteAllText(Model, content);
        Memory.Keep(Model, HashMemory.Identify(Model), Hash, Later);
    }
}
