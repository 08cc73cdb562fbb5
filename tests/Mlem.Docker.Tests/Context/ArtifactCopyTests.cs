using System.Security.Cryptography;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Context;

/// <summary>How artifacts get into a folder: verified, linked, and with their holes.</summary>
public sealed class ArtifactCopyTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-copy-").FullName;

    private string Artifact => Path.Combine(_work, "source", "iris");

    private string Target => Path.Combine(_work, "out");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_artifact_that_is_what_MLEM_recorded_is_copied_whole(bool verify)
    {
        byte[] content = RandomNumberGenerator.GetBytes(1_000_003);
        await SaveAsync(content);

        await ExportAsync(verify);

        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(Target, "model"), Cancellation));
    }

    [Fact]
    public async Task An_artifact_that_is_not_what_MLEM_recorded_leaves_no_folder_when_it_is_verified()
    {
        byte[] content = new byte[1000];
        await SaveAsync(content);
        content[999] = 1;
        await File.WriteAllBytesAsync(Artifact, content, Cancellation);

        MlemException error = await Assert.ThrowsAsync<MlemException>(() => ExportAsync(verify: true));

        Assert.Equal("ArtifactHashDiffers", error.ErrorId);
        Assert.Equal(Artifact, error.Target);
        Assert.Contains(Convert.ToHexString(MD5.HashData(content)).ToLowerInvariant(), error.Message, StringComparison.Ordinal);
        Assert.Equal(["source"], Directory.GetFileSystemEntries(_work).Select(Path.GetFileName));
        await ExportAsync();
        Assert.True(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_link_on_request_shares_the_file_and_generated_files_are_no_links()
    {
        await SaveAsync([1, 2, 3]);

        await ExportAsync(hardLink: true);

        await File.WriteAllBytesAsync(Artifact, [4, 5, 6], Cancellation);
        Assert.Equal([4, 5, 6], await File.ReadAllBytesAsync(Path.Combine(Target, "model"), Cancellation));
        Assert.NotEqual(
            await File.ReadAllTextAsync(Path.Combine(_work, "source", "iris.mlem"), Cancellation),
            await File.ReadAllTextAsync(Path.Combine(Target, "model.mlem"), Cancellation));
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(3 << 20, 5)]
    [InlineData(16 << 20, 0)]
    public async Task Holes_keep_their_place_and_read_as_zeros(int at, int length)
    {
        const int Size = 16 << 20;
        byte[] data = RandomNumberGenerator.GetBytes(length);
        await SaveAsync([], Size);
        using (FileStream file = File.OpenWrite(Artifact))
        {
            file.Position = at;
            file.Write(data);
            file.SetLength(Size);
        }

        await ExportAsync();

        byte[] copy = await File.ReadAllBytesAsync(Path.Combine(Target, "model"), Cancellation);
        Assert.Equal(await File.ReadAllBytesAsync(Artifact, Cancellation), copy);
        Assert.Equal(data, copy.AsSpan(at, length).ToArray());
    }

    private async Task SaveAsync(byte[] content, int? size = null)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Artifact)!);
        await File.WriteAllBytesAsync(Artifact, content, Cancellation);
        string text = await File.ReadAllTextAsync(Golden.Path("..", "..", "examples", "iris", "iris.mlem"), Cancellation);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("    hash: ", StringComparison.Ordinal))
                lines[i] = $"    hash: {Convert.ToHexString(MD5.HashData(content)).ToLowerInvariant()}";
            else if (lines[i].StartsWith("    size: ", StringComparison.Ordinal))
                lines[i] = $"    size: {size ?? content.Length}";
        }

        await File.WriteAllTextAsync(Artifact + ".mlem", string.Join('\n', lines), Cancellation);
    }

    private async Task ExportAsync(bool verify = false, bool hardLink = false)
    {
        var request = new DockerContextRequest(MlemModel.Load(Artifact)) { VerifyArtifacts = verify };
        DockerContext context = await DockerContext.CreateAsync(request, Cancellation);
        await context.WriteFolderAsync(Target, hardLink: hardLink, cancellationToken: Cancellation);
    }
}
