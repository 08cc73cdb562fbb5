using System.Text;

namespace Mlem.Docker.Tests.Context;

/// <summary>An artifact that is not what MLEM recorded says why, as far as the file tells.</summary>
public sealed class ArtifactProblemTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-artifact-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 99\n", 99, "Git LFS", "git lfs pull")]
    [InlineData("outs:\n- md5: 0\n  size: 999\n  path: model\n", 999, "DVC", "dvc pull")]
    [InlineData("tree\nnum_leaves=3\nend\n", 25, "line endings", ".gitattributes")]
    [InlineData("tree\r\nend\r\n", 9, "line endings", ".gitattributes")]
    [InlineData("tree\nhalf of", 200, "incomplete", "Copy")]
    [InlineData("more than there was", 5, "changed", "-AllowChangedArtifact")]
    public async Task Another_size_is_explained(string content, long recorded, string why, string remedy)
    {
        DockerContextRequest request = Request("local", recorded, content);
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => DescribeAsync(request));
        Assert.Equal("ArtifactSizeDiffers", error.ErrorId);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_artifact_is_taken_where_that_is_asked_for()
    {
        DockerContext context = await DescribeAsync(Request("local", 23, "tree\nend\n") with { AllowChangedArtifact = true });
        Assert.Equal(9, context.Entries.Single(e => e.Path == "model").Length);
        Assert.Contains("size: 23", context.ReadText("model.mlem"), StringComparison.Ordinal);
        Assert.Contains("9 bytes", Assert.Single(context.Warnings), StringComparison.Ordinal);
        using var tar = new MemoryStream();
        await context.WriteTarAsync(tar, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains("tree\nend\n", Encoding.UTF8.GetString(tar.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dvc", "dvc pull")]
    [InlineData("local", "MLEM")]
    public async Task A_missing_one_that_DVC_keeps_says_dvc_pull(string type, string remedy)
    {
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => DescribeAsync(Request(type, 7, null)));
        Assert.Equal("ArtifactNotFound", error.ErrorId);
        Assert.Contains(remedy, error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pointer_of_DVC_beside_it_says_so_too()
    {
        await File.WriteAllTextAsync(Path.Combine(_work, "iris.dvc"), "outs: []", TestContext.Current.CancellationToken);
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => DescribeAsync(Request("local", 7, null)));
        Assert.Contains("dvc pull", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_artifact_of_DVC_is_named_as_a_local_one()
    {
        DockerContext context = await DescribeAsync(Request("dvc", 7, "content"));
        Assert.Contains(context.Entries, e => e.Path == "model");
        Assert.Contains("artifacts:\n  data:\n    hash: x\n    size: 7\n    uri: model\n", context.ReadText("model.mlem"), StringComparison.Ordinal);
    }

    private DockerContextRequest Request(string type, long size, string? content)
    {
        string file = Path.Combine(_work, "iris.mlem");
        File.WriteAllText(file, $"artifacts:\n  data:\n    hash: x\n    size: {size}\n    type: {type}\n    uri: iris\nobject_type: model\n");
        if (content is not null)
            File.WriteAllText(Path.Combine(_work, "iris"), content);
        return new DockerContextRequest(MlemModel.Load(file)) { WorkingFolder = _work };
    }

    private static Task<DockerContext> DescribeAsync(DockerContextRequest request) =>
        DockerContext.CreateAsync(request, TestContext.Current.CancellationToken);
}
