using Mlem.Docker.Metadata;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Metadata;

public sealed class LinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-docker-links-").FullName;

    public LinkTests()
    {
        foreach (string file in new[] { "model.mlem", "model", ".mlem.yaml" })
            File.Copy(Golden.Path("models", "a_sklearn_df", file), Path.Combine(_folder, file));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_relative_link_is_relative_to_the_projects_root()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Assert.Equal(Path.Combine(_folder, "model.mlem"), Follow("sub/link", "path: model.mlem").Path);
    }

    [Theory]
    [InlineData("file://{0}/")]
    [InlineData("{0}")]
    public void A_link_into_a_project_is_followed_there(string project) => Assert.Equal(
        Path.Combine(_folder, "model.mlem"),
        Follow("link", $"path: model\nproject: {string.Format(System.Globalization.CultureInfo.InvariantCulture, project, _folder)}").Path);

    [Fact]
    public void A_link_to_a_link_is_followed_to_the_end()
    {
        Write("second", "path: model");
        Assert.IsType<MlemModel>(Follow("first", "path: second.mlem"));
    }

    [Fact]
    public void A_circle_of_links_is_named_with_its_stations()
    {
        Write("b", "path: a");
        MlemException error = Assert.Throws<MlemException>(() => Follow("a", "path: b"));
        Assert.Equal("LinkCircle", error.ErrorId);
        Assert.Contains("b.mlem -> ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_nothing_names_what_is_missing()
    {
        MlemException error = Assert.Throws<MlemException>(() => Follow("a", "path: gone"));
        Assert.Equal("LinkTargetNotFound", error.ErrorId);
        Assert.Contains(Path.Combine(_folder, "gone"), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("path: a/b\nproject: s3://bucket/x")]
    [InlineData("path: model\nrev: main")]
    public void A_revision_of_its_own_or_another_kind_of_store_is_refused(string link)
    {
        MlemException error = Assert.Throws<MlemException>(() => Follow("a", link));
        Assert.Equal("LinkNotLocal", error.ErrorId);
        Assert.NotNull(error.Recommendation);
    }

    [Fact]
    public void A_link_of_another_type_than_its_target_is_refused() =>
        Assert.Equal("LinkTypeWrong", Assert.Throws<MlemException>(() => Follow("a", "path: model", type: "env")).ErrorId);

    private MlemObject Follow(string name, string fields, string type = "model")
    {
        Write(name, fields, type);
        return MlemObjectReader.Read(Path.Combine(_folder, name));
    }

    private void Write(string name, string fields, string type = "model") => File.WriteAllText(
        Path.Combine(_folder, name + ".mlem"), $"object_type: link\nlink_type: {type}\n{fields}\n");
}
