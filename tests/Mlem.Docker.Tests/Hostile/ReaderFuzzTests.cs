using System.Net;
using System.Text;
using Mlem.Docker.Deployment;
using Mlem.Docker.Engine;
using Mlem.Docker.Engine.Streams;
using Mlem.Docker.Metadata;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>
/// 20,000 texts that somebody else may send, each damaged in a way of its own: every reader takes it or says what is wrong with it,
/// and no exception of .NET gets out.
/// </summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("mlem-fuzz-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    private static readonly Uri Address = new("https://registry.example/v2/");

    private static readonly string[] Models =
    [
        "artifacts:\n  data: {hash: \"x\", size: 3, uri: \"one\", type: \"dvc\"}\nobject_type: model\nparams: {a: \"b\", c: 1}\n"
            + "requirements:\n- {module: \"numpy\", version: \"1.0\"}\n- {name: \"f.py\", source64zip: \"eJxLBAAAQgBC\", type: file}\n",
        "call_orders: {predict: [[\"model\", \"predict\"]]}\nobject_type: model\nprocessors:\n  model:\n    type: callable\n    methods:\n      predict:\n"
            + "        {name: \"predict\", args: [{name: \"data\", type_: {type: \"ndarray\", dtype: \"int\", shape: [null, 3]}}], returns: {type: primitive, ptype: \"int\"}}\n",
        "link_type: \"model\"\nobject_type: link\npath: \"one\"\nproject: \"file:///tmp\"\nrev: \"x\"\n",
    ];

    private static readonly string[] Declarations =
    [
        "container_name: \"c\"\nenv: {daemon: {host: \"tcp://h:2375\"}, registry: {type: remote, host: \"h\"}}\nimage: {name: \"i\", tag: \"t\"}\nobject_type: deployment\n"
            + "params: {mem_limit: \"1g\", environment: {A: \"b\"}}\nports: [\"80:8080\", \"127.0.0.1:81:81/udp\"]\ntype: docker_container\n"
            + "state_manager: {type: fsspec, uri: \"file:///tmp\", lock_timeout: 1.0}\nserver: {type: fastapi, port: 8080}\n",
        "args: {base_image: \"b\", build_arg: [\"A=b\"], templates_dir: [\"t\"]}\nimage: {name: \"i\"}\nobject_type: builder\nserver: {type: streamlit, server_port: 80, template: \"t.py\"}\ntype: docker\n",
        "object_type: deployment\ntype: kubernetes\nnamespace: \"n\"\nimage_name: \"i\"\nport: 8081\nregistry: {type: remote, host: \"h\"}\nservice_type: {type: loadbalancer}\n"
            + "server: {type: fastapi, port: 8081}\nimage_uri: \"i:t\"\nimage_pull_policy: Always\n",
        "container_name: \"c\"\nimage: {name: \"i\"}\nobject_type: deployment\ntype: docker_container\nports: [\"80:8080\"]\nparams: {volumes: [\"/a:/b:ro\"], labels: {a: \"b\"}, dns: [\"1.1.1.1\"], "
            + "healthcheck: {test: [\"CMD\", \"x\"], interval: 1000000000}, mem_limit: \"1g\", user: \"1:2\", extra_hosts: {h: \"10.0.0.1\"}, tmpfs: {\"/t\": \"size=1m\"}, "
            + "mounts: [{type: bind, source: \"/s\", target: \"/t\"}], restart_policy: {Name: always}, device_requests: [{count: 2, capabilities: [[gpu]]}]}\n",
        "object_type: env\nregistry: {type: docker_io}\ntype: docker\ndaemon: {host: \"unix:///x\"}\n",
    ];

    private static readonly string[] Json =
    [
        "{\"errors\":[{\"code\":\"X\",\"message\":\"m\",\"detail\":{}}]}", "{\"token\":\"t\",\"expires_in\":60,\"issued_at\":\"2026-01-01T00:00:00Z\"}", "{\"tags\":[\"1\",null]}",
        "{\"schemaVersion\":2,\"config\":{\"mediaType\":\"c\",\"digest\":\"sha256:c\",\"size\":7},\"layers\":[{\"mediaType\":\"l\",\"digest\":\"d\",\"size\":1}]}",
        "{\"stream\":\"x\",\"aux\":{\"ID\":\"sha256:0\"},\"errorDetail\":{\"code\":1,\"message\":\"m\"},\"progressDetail\":{\"current\":1,\"total\":2},\"id\":\"i\",\"status\":\"s\"}",
    ];

    [Fact]
    public void Models_links_and_their_contexts() => Fuzz.Run(Models, 1, text =>
    {
        string file = Path.Combine(_work, "model.mlem");
        File.WriteAllText(file, text);
        MlemObject read = MlemObject.Load(file);
        _ = read.Hash;
        if (read is MlemModel model)
        {
            _ = model.Methods.Count + model.TotalSize;
            DockerContext.CreateAsync(new DockerContextRequest(model) { WorkingFolder = _work }).GetAwaiter().GetResult();
        }
    });

    [Fact]
    public void Declarations_and_where_their_state_is() => Fuzz.Run(Declarations, 2, text =>
    {
        string file = Path.Combine(_work, "declared.mlem");
        File.WriteAllText(file, text);
        MlemObject declared = MlemObject.Load(file);
        ConcealedFields.Describe(declared);
        var image = DockerImage.FromReference("registry.example/i@sha256:" + new string('a', 64));
        if (declared is KubernetesDeployment pods)
        {
            KubernetesExporter.Export(new ExportInput(pods.ToContainer()) { Image = image }, pods.ToOptions(new(), false));
        }
        else if (declared is DockerContainer container)
        {
            Fuzz.Judged(() => ComposeExporter.Export([new ExportInput(container) { Image = image }]));
            Fuzz.Judged(() => KubernetesExporter.Export(new ExportInput(container) { Image = image }));
            _ = container.Server?.Ports;
            StateStores.For(container, StateStores.Manager(container, new Dictionary<string, string>()), _work);
        }
    });

    [Fact]
    public void States() => Fuzz.Run(
        ["container_id: \"0a\"\ndeclaration: {container_name: \"c\", object_type: deployment, type: docker_container}\nimage: {name: \"i\"}\nmodel_hash: \"x\"\nmodel_link: {path: \"m\", project: \"p\"}\ntype: docker_container\n"],
        3,
        text => DockerContainerState.Parse(text, "x.mlem.state"));

    [Fact]
    public void Sources_of_requirements() => Fuzz.Run(["{\"a.py\": \"eJxLBAAAQgBC\", \"b/c.txt\": \"eJxLBAAAQgBC\"}"], 4, text =>
        new CustomRequirement("p", "p", Zip(text), IsPackage: true).GetSources());

    [Fact]
    public void Sources_of_a_models_own() => Fuzz.Run(
        ["class A(B):\n    x: int = f'{a!r:>{w}} {b[\"c\"]}'\n\n    def f(self, /, *a):\n        return (1_0, 0x1f, '''t''', r\"\\d\") # c\n@d\nasync def g(): pass\n"],
        11,
        text => Mlem.Docker.Python.Sources.PythonSource.Check(Encoding.UTF8.GetBytes(text), 11));

    [Fact]
    public void Servers() => Fuzz.Run(["type: fastapi\nport: 8080\nmiddlewares: [{type: prometheus_fastapi, metrics: [\"a.b\"]}]\n", "type: rmq\nhost: \"h\"\nport: 1\n"], 5, text =>
        _ = Server.FromYaml(MlemYaml.Read(text, "server.yaml"), "server.yaml").Ports);

    [Fact]
    public void Answers_of_registries_and_token_servers() => Fuzz.Run(Json, 6, text =>
    {
        RegistryAnswer answer = Answer(text);
        RegistryErrorBody.Read(answer);
        Fuzz.Judged(() => RegistryToken.Read(answer, DateTimeOffset.UnixEpoch));
        Fuzz.Judged(() => TagPage.Read(answer));
        Fuzz.Judged(() => RegistryManifest.Read(Address, new ManifestDescriptor("sha256:c", "m", 1), answer.Body));
    });

    [Fact]
    public void Redirects_links_and_challenges() => Fuzz.Run(
        ["https://storage.example/x?y=1", "/v2/x", "Bearer realm=\"https://auth.example/token\",service=\"s\",scope=\"repository:x:pull\"", "</v2/_catalog?last=x>; rel=\"next\""], 7, text =>
    {
        AuthenticationChallenge.Parse(text);
        RegistryAnswer answer = Answer("{}", ("Location", text), ("WWW-Authenticate", text), ("Link", text));
        Fuzz.Judged(() => RedirectRule.Follow(new RegistryRequest(HttpMethod.Get, Address), answer, insecure: false));
        Fuzz.Judged(() => TagPage.Next(answer));
        AuthenticationChallenge.Choose(answer);
    });

    [Fact]
    public void Messages_of_an_Engine() => Fuzz.Run(Json, 8, text => EngineMessage.Parse(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Frames_of_logs() => Fuzz.Run(["\u0001\0\0\0\0\0\0\u0004text\u0002\0\0\0\0\0\0\u0001x"], 9, text =>
    {
        using var stream = new MemoryStream(Encoding.Latin1.GetBytes(text));
        ReadAsync(stream).GetAwaiter().GetResult();
    });

    [Fact]
    public void Traces_of_BuildKit()
    {
        var random = new Random(10);
        byte[] good = [0x0a, 6, 0x0a, 1, (byte)'d', 0x1a, 1, (byte)'n', 0x12, 4, 0x0a, 1, (byte)'d', 0x12, 0x1a, 3, 0x0a, 1, (byte)'d'];
        for (int i = 0; i < Fuzz.Cases; i++)
        {
            byte[] trace = [.. good];
            for (int n = random.Next(1, 6); n > 0; n--)
                trace[random.Next(trace.Length)] = (byte)random.Next(256);
            Fuzz.Judged(() => BuildKitTrace.Decode(trace.AsSpan(0, random.Next(trace.Length + 1))));
        }
    }

    private static async Task ReadAsync(Stream stream)
    {
        await foreach ((LogStream _, ReadOnlyMemory<byte> bytes) in new LogFrameReader(stream, framed: true).ReadAsync(CancellationToken.None))
            _ = bytes.Length;
    }

    private static RegistryAnswer Answer(string body, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach ((string name, string value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return new RegistryAnswer(Address, HttpStatusCode.OK, response.Headers, "application/json", null, Encoding.UTF8.GetBytes(body), 1);
    }

    private static string Zip(string text)
    {
        using var zipped = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(zipped, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(zipped.ToArray());
    }
}
