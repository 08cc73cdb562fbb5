using Mlem.Docker.Building.Weights;
using Mlem.Docker.Context;

namespace Mlem.Docker.Tests.Building.Weights;

public sealed class HashMemoryTests : IDisposable
{
    private static readonly string Hash = new('a', 64);

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-hashes-").FullName;

    private string Model => Path.Combine(_work, "model");

    private SourceFile Source => SourceFile.Find(Model, _work);

    private HashMemory Memory => new(Path.Combine(_work, "memory"));

    private static DateTimeOffset Later => DateTimeOffset.UtcNow.AddMinutes(1);

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public void A_hash_is_found_as_long_as_the_file_is_untouched()
    {
        Remember("content");

        Assert.Equal(Hash, Memory.Find(Source));
    }

    [Fact]
    public void A_write_that_keeps_size_and_time_makes_the_hash_unknown()
    {
        Remember("content");
        DateTime time = File.GetLastWriteTimeUtc(Model);
        File.WriteAllText(Model, "CONTENT");
        File.SetLastWriteTimeUtc(Model, time);

        Assert.Null(Memory.Find(Source));
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

        Assert.Null(Memory.Find(Source));
    }

    [Fact]
    public void A_file_that_changed_just_before_it_was_read_is_not_remembered()
    {
        File.WriteAllText(Model, "content");
        Memory.Keep(Source, HashMemory.Identify(Source), Hash, DateTimeOffset.UtcNow);

        Assert.Null(Memory.Find(Source));
    }

    [Fact]
    public void A_file_that_changed_while_it_was_read_is_not_remembered()
    {
        File.WriteAllText(Model, "content");
        FileIdentity? before = HashMemory.Identify(Source);
        File.AppendAllText(Model, "more");
        Memory.Keep(Source, before, Hash, Later);

        Assert.Null(Memory.Find(Source));
    }

    [Fact]
    public void A_file_that_became_a_link_out_of_its_project_is_not_looked_at()
    {
        string project = Directory.CreateDirectory(Path.Combine(_work, "project")).FullName;
        string file = Path.Combine(project, "model");
        File.WriteAllText(file, "content");
        var source = SourceFile.Find(file, project);
        File.WriteAllText(Model, "content");
        File.Delete(file);
        File.CreateSymbolicLink(file, Model);

        Assert.Equal("PathOutsideContext", Assert.Throws<MlemException>(() => Memory.Find(source)).ErrorId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("\0\0\0\n\0")]
    public void A_memory_that_cannot_be_read_knows_nothing(string text)
    {
        Remember("content");
        File.WriteAllText(Directory.GetFiles(Path.Combine(_work, "memory")).Single(), text);

        Assert.Null(Memory.Find(Source));
    }

    private void Remember(string content)
    {
        File.WriteAllText(Model, content);
        Memory.Keep(Source, HashMemory.Identify(Source), Hash, Later);
    }
}
