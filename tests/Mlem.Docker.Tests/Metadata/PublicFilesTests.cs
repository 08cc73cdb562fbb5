using Mlem.Docker.Metadata;

namespace Mlem.Docker.Tests.Metadata;

/// <summary>What public repositories hold beside what the golden data has (MLEM.md 55 to 59).</summary>
public sealed class PublicFilesTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("mlem-public-").FullName, "x.mlem");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Theory]
    [InlineData("object_type: model\n")]
    [InlineData("object_type: link\nlink_type: model\npath: y.mlem\n")]
    [InlineData("object_type: env\ntype: docker\nregistry:\n  host: h\n  type: remote\n")]
    [InlineData("object_type: builder\ntarget: t\ntype: docker_dir\n")]
    [InlineData("image:\n  name: i\nobject_type: builder\ntype: docker\n")]
    [InlineData("container_name: c\nobject_type: deployment\ntype: docker_container\n")]
    [InlineData("env:\n  object_type: env\n  registry:\n    type: docker_io\n  type: docker\nobject_type: deployment\ntype: docker_container\n")]
    public void The_key_location_is_read_and_forgotten(string text)
    {
        string hash = Read(text).Hash;
        foreach (string location in (string[])["location: null\n", "location: {path: a, fs: [1, 2]}\n", "location: 5\n"])
        {
            MlemObject read = Read(text + location);
            Assert.Equal(hash, read.Hash);
            Assert.DoesNotContain("location", read.ToYaml(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Elsewhere_it_is_as_unknown_as_any_other() => Assert.Throws<MetadataException>(
        () => Read("object_type: env\ntype: docker\nregistry: {type: remote, host: h, location: x}\n"));

    [Theory]
    [InlineData("object_type: data\nartifacts: {}\nreader: {type: pandas}\n", "data")]
    [InlineData("object_type: data\ndata_type: {type: dataframe}\n", "data")]
    [InlineData("object_type: deployment\ntype: heroku\napp_name: a\n", "heroku")]
    [InlineData("object_type: deployment\ntype: flyio\n", "flyio")]
    [InlineData("object_type: env\ntype: sagemaker\nrole: r\n", "sagemaker")]
    [InlineData("object_type: builder\ntype: pip\npackage_name: p\ntarget: t\n", "pip")]
    [InlineData("object_type: builder\ntype: conda\n", "conda")]
    [InlineData("object_type: builder\ntype: my_plugin\nanything: 1\n", "my_plugin")]
    [InlineData("object_type: my_object\nanything: 1\n", "my_object")]
    public void An_object_that_is_not_Dockers_is_not_supported_and_never_invalid(string text, string named)
    {
        MlemException error = Assert.Throws<MlemException>(() => Read(text));
        Assert.Equal("ObjectTypeNotSupported", error.ErrorId);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.False(MlemModel.TryLoad(_file, out _));
    }

    [Fact]
    public void The_module_box_is_python_box() => Assert.Equal(
        "python-box",
        ((MlemModel)Read("object_type: model\nrequirements:\n- module: box\n  version: 6.0.2\n")).Requirements.OfType<InstallableRequirement>().Single().Package);

    private MlemObject Read(string text)
    {
        File.WriteAllText(_file, text);
        return MlemObjectReader.ReadFile(_file);
    }
}
