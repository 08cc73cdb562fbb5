using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Tests.Metadata;

public sealed class BadInputTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData("object_type: model\nrequirements:\n- module: a\n- module: b\n  version: [1]\n", "requirements[1].version", 5, 12)]
    [InlineData("object_type: model\nrequirements:\n- {}\n", "requirements[0].module", 3, 3)]
    [InlineData("object_type: model\nartifacts:\n  data:\n    size: big\n    hash: x\n    uri: y\n", "artifacts.data.size", 4, 11)]
    [InlineData("object_type: model\nartifacts:\n  data:\n    size: 9223372036854775808\n    hash: x\n    uri: y\n", "artifacts.data.size", 4, 11)]
    [InlineData("object_type: model\ncall_orders:\n  predict: [[a, b, c]]\n", "call_orders.predict[0]", 3, 13)]
    [InlineData("object_type: model\nparams:\n  when: 2001-01-01\n", "params.when", 3, 9)]
    [InlineData("object_type: env\ntype: docker\nregistry:\n  type: remote\n  hots: x\n", "registry.hots", 5, 3)]
    [InlineData("object_type: deployment\ntype: docker_container\nports: '80'\n", "ports", 3, 8)]
    public void The_error_names_file_line_column_and_the_keys_path(string text, string keyPath, int line, int column)
    {
        MetadataException error = Assert.Throws<MetadataException>(() => Read(text));
        Assert.Equal(keyPath, error.KeyPath);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.StartsWith($"{_file}({line},{column}): {keyPath}: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("object_type: env\ntype: docker\nregistry: {type: nosuch}\n", "docker_io")]
    [InlineData("object_type: builder\ntype: docker_dir\ntarget: t\nserver: {type: nosuch}\n", "fastapi")]
    public void An_unknown_type_lists_the_known_ones(string text, string known)
    {
        MetadataException error = Assert.Throws<MetadataException>(() => Read(text));
        Assert.Contains(known, error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_ten_thousand_brackets_is_an_error_and_not_a_crash() =>
        Assert.Equal("YamlTooDeep", Assert.Throws<MlemYamlException>(() => Read(new string('[', 10_000))).ErrorId);

    [Fact]
    public void An_empty_file_is_no_object() =>
        Assert.Equal("MetadataInvalid", Assert.Throws<MetadataException>(() => Read(string.Empty)).ErrorId);

    [Fact]
    public void Unknown_keys_of_an_image_and_of_build_arguments_are_ignored()
    {
        File.WriteAllText(_file, "object_type: builder\ntype: docker\nimage: {name: x, nosuch: 1}\nargs: {nosuch: 2}\n");
        Assert.Equal("image:\n  name: x\nobject_type: builder\ntype: docker\n", MlemObjectReader.ReadFile(_file).ToYaml());
    }

    private MlemObject Read(string text)
    {
        File.WriteAllText(_file, text);
        return MlemObjectReader.ReadFile(_file);
    }
}
