using Mlem.Docker.Metadata;

namespace Mlem.Docker.Tests.Metadata;

/// <summary>
/// Values of another kind than their field: what pydantic 1 makes of them on reading, each case tried on MLEM 0.4.14 itself.
/// </summary>
public sealed class PydanticReadingTests : IDisposable
{
    private const string Env = "object_type: env\ntype: docker\n";
    private const string Deployment = "object_type: deployment\ntype: docker_container\n";
    private const string Model = "object_type: model\n";
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Theory]
    [InlineData(Env + "params: [ab, [c, 1]]\n", "object_type: env\nparams:\n  a: b\n  c: 1\ntype: docker\n")]
    [InlineData(Env + "registry: [[type, remote], [host, h]]\ndaemon: !!set {}\n", "object_type: env\nregistry:\n  host: h\n  type: remote\ntype: docker\n")]
    [InlineData("[[object_type, env], [type, docker]]\n", "object_type: env\ntype: docker\n")]
    [InlineData(Deployment + "args: ''\n", "object_type: deployment\ntype: docker_container\n")]
    [InlineData(Model + "processors: []\nartifacts: ''\n", "artifacts: {}\nobject_type: model\n")]
    public void Pairs_and_empty_values_stand_for_a_mapping(string text, string written) => Assert.Equal(written, Read(text).ToYaml());

    [Theory]
    [InlineData(Env + "registry: {type: remote, host: !!binary aGk=}\n", "object_type: env\nregistry:\n  host: hi\n  type: remote\ntype: docker\n")]
    [InlineData(Deployment + "rm: !!binary bm8=\nports: !!set {a: }\n", "object_type: deployment\nports:\n- a\nrm: false\ntype: docker_container\n")]
    [InlineData(
        Deployment + "state_manager: {uri: x, lock_timeout: !!binary MS41}\n",
        "object_type: deployment\nstate_manager:\n  lock_timeout: 1.5\n  uri: x\ntype: docker_container\n")]
    [InlineData(
        Deployment + "state_manager: {uri: x, lock_timeout: '-inf'}\n",
        "object_type: deployment\nstate_manager:\n  lock_timeout: -.inf\n  uri: x\ntype: docker_container\n")]
    [InlineData(
        Deployment + "state_manager: {uri: x, lock_timeout: ' 1_0 '}\n",
        "object_type: deployment\nstate_manager:\n  lock_timeout: 10.0\n  uri: x\ntype: docker_container\n")]
    [InlineData(
        Model + "artifacts: {a: {uri: u, size: '٣_1', hash: h}}\n",
        "artifacts:\n  a:\n    hash: h\n    size: 31\n    uri: u\nobject_type: model\n")]
    [InlineData(Deployment + "params: {1: a, '1': b}\n", "object_type: deployment\nparams:\n  '1': b\ntype: docker_container\n")]
    public void Bytes_sets_and_words_become_what_their_field_holds(string text, string written) =>
        Assert.Equal(written, Read(text).ToYaml());

    [Theory]
    [InlineData("env: {path: 'e\\x', link_type: env, params: {a: 1}}\n", "env: e/x\n")]
    [InlineData("env: e\\x\n", "env: e/x\n")]
    [InlineData("env: {path: e, project: /p, rev: r, object_type: link}\n", "env:\n  path: e\n  project: /p\n  rev: r\n")]
    public void A_link_to_an_environment_is_written_as_MLEM_writes_it(string env, string written) =>
        Assert.Equal(written + "object_type: deployment\ntype: docker_container\n", Read(Deployment + env).ToYaml());

    [Theory]
    [InlineData(Deployment + "env: {path: e, project: /p, nosuch: 1}\n", "env.nosuch", 3, 29)]
    [InlineData(Deployment + "image: {name: a, 1: 2}\n", "image.the number 1", 3, 18)]
    [InlineData(Env + "daemon: ''\n", "daemon", 3, 9)]
    [InlineData(Env + "registry: {type: remote, host: !!binary /w==}\n", "registry.host", 3, 32)]
    [InlineData(Env + "params: [[[a], 1]]\n", "params", 3, 9)]
    [InlineData(Model + "artifacts: {a: {uri: u, size: '+_1', hash: h}}\n", "artifacts.a.size", 2, 31)]
    [InlineData(Model + "processors: {model: {io: 1}}\n", "processors.model.type", 2, 21)]
    [InlineData(Model + "processors: {model: callable}\n", "processors.model", 2, 21)]
    [InlineData(Model + "model_type: {type: sklearn}\n", "model_type.methods", 2, 13)]
    [InlineData(Model + "model_type: {type: sklearn, methods: {null: {}}}\n", "call_orders.nothing (null)", 2, 39)]
    public void What_MLEM_refuses_is_an_error_with_its_place(string text, string keyPath, int line, int column)
    {
        MetadataException error = Assert.Throws<MetadataException>(() => Read(text));
        Assert.Equal((keyPath, line, column), (error.KeyPath, error.Line, error.Column));
    }

    [Fact]
    public void Methods_of_an_older_model_may_have_names_that_are_no_text() => Assert.Equal(
        "call_orders:\n  '1.5':\n  - - model\n    - '1.5'\n  'True':\n  - - model\n    - 'True'\nobject_type: model\n"
            + "processors:\n  model:\n    methods:\n      true: {}\n      1.5: {}\n    type: x\n",
        Read(Model + "model_type: {type: x, methods: {true: {}, 1.5: {}}}\n").ToYaml());

    [Theory]
    [InlineData(Deployment + "image_name: i\nimage: {name: j}\n", "image_name")]
    [InlineData(Deployment + "port_mapping: {80: 80}\nports: ['81']\n", "port_mapping")]
    [InlineData(Deployment + "port_mapping: {80: [1]}\n", "port_mapping.the number 80")]
    [InlineData("object_type: builder\ntype: docker\nimage: {name: i}\nenv: {type: docker, registry: nosuch}\n", "env.registry")]
    [InlineData("object_type: builder\ntype: docker\nimage: {name: i}\nenv: docker\ndaemon: {host: h}\n", "env")]
    public void An_older_field_is_never_dropped_silently(string text, string keyPath) =>
        Assert.Equal(keyPath, Assert.Throws<MetadataException>(() => Read(text)).KeyPath);

    [Theory]
    [InlineData("type: docker, registry: docker_io", "image:\n  name: i\n  registry:\n    type: docker_io\n")]
    [InlineData("type: docker", "image:\n  name: i\n")]
    public void The_env_of_an_older_builder_gives_its_registry_however_it_is_written(string env, string image) => Assert.Equal(
        "force_overwrite: false\n" + image + "object_type: builder\ntype: docker\n",
        Read("object_type: builder\ntype: docker\nimage: {name: i}\nenv: {" + env + "}\n").ToYaml());

    private MlemObject Read(string text)
    {
        File.WriteAllText(_file, text);
        return MlemObjectReader.ReadFile(_file);
    }
}
