using Mlem.Docker.Building;
using Mlem.Docker.Configuration;
using Mlem.Docker.Engine;
using Mlem.Docker.Predicting;
using Mlem.Docker.Registries;
using Mlem.Docker.Tests.Engine;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>Peers that are asked over a connection or started as a program: whatever they answer is taken, or is an error of ours.</summary>
public sealed class PeerFuzzTests
{
    private static readonly string[] Engines =
    [
        """[{"Id":"sha256:1","RepoTags":["a:1",null],"RepoDigests":["a@sha256:1"],"Created":1,"Size":1,"Labels":{"a":"b","c":"d"}}]""",
        """{"Id":"sha256:1","RepoTags":["a:1"],"Config":{"Labels":{"a":"b"},"Env":["A=b"],"ExposedPorts":{"80/tcp":{}},"Healthcheck":{"Test":["CMD","x"],"Interval":1}},"Created":"2026-01-01T00:00:00Z","Size":1,"Os":"linux"}""",
        """{"Id":"c1","Name":"/c","State":{"Status":"running","ExitCode":0,"StartedAt":"2026-01-01T00:00:00Z","Health":{"Status":"healthy","Log":[{"Output":"x"}]}},"Config":{"Labels":{"a":"b"},"Env":["A=b"]},"NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"80"}]},"Networks":{"n":{"IPAddress":"10.0.0.1"}}}}""",
        """[{"ID":"s1","Version":{"Index":1},"Spec":{"Name":"s","Labels":{"a":"b"},"TaskTemplate":{"ContainerSpec":{"Image":"i","Env":["a=b"]}},"Mode":{"Replicated":{"Replicas":1}}},"Endpoint":{"Ports":[{"Protocol":"tcp","TargetPort":80,"PublishedPort":81}]}}]""",
        """[{"Id":"c1","Names":["/c"],"State":"running","ImageID":"sha256:1","Labels":{"a":"b"},"Ports":[{"IP":"::","PrivatePort":80,"PublicPort":80,"Type":"tcp"}]}]""",
        """{"message":"no such thing"}""",
        """{"Descriptor":{"digest":"sha256:1"},"LayersSize":1,"BuildCache":[{"Size":1}]}""",
    ];

    [Fact]
    public async Task Answers_to_questions_of_an_Engine()
    {
        var random = new Random(20);
        string body = "{}";
        int status = 200;
        await using var engine = new ScriptedEngine(async (request, connection, stop) =>
        {
            if (!await ScriptedEngine.GreetAsync(request, connection, stop))
                await connection.WriteAsync(ScriptedEngine.Answer(status, body), stop);
        });
        await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, TestContext.Current.CancellationToken);
        Func<Task>[] questions = [.. Questions(client)];
        for (int i = 0; i < Fuzz.Cases; i++)
        {
            body = Fuzz.Damaged(Engines[random.Next(Engines.Length)], random);
            status = random.Next(4) == 0 ? random.Next(400, 505) : 200;
            await Fuzz.JudgedAsync(questions[i % questions.Length], body);
        }
    }

    private static IEnumerable<Func<Task>> Questions(DockerEngine client)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        return
        [
            () => client.Images.ListImagesAsync(null, stop),
            () => client.Images.FindImageAsync("a:1", stop),
            () => client.Images.ReadHistoryAsync("a:1", stop),
            () => client.Containers.FindContainerAsync("c1", stop),
            () => client.Containers.ListContainerSummariesAsync(cancellationToken: stop),
            () => client.Containers.WaitContainerAsync("c1", stop),
            () => client.Swarm.ListServicesAsync([], stop),
            () => client.FindNetworkAsync("n", stop),
            () => client.GetInfoAsync(stop),
            () => client.GetVersionAsync(stop),
            () => client.GetStorageUseAsync(stop),
            () => client.Transfers.FindInRegistryAsync("a:1", null, stop),
        ];
    }

    [Fact]
    public void What_credential_helpers_say() => Fuzz.Run(["""{"ServerURL":"h","Username":"u","Secret":"hunter2hunter2"}"""], 21, text =>
    {
        try
        {
            CredentialHelper.Parse("x", text);
            CredentialHelper.Explain("x", "h", 1, text, string.Empty);
        }
        catch (MlemException e)
        {
            Assert.DoesNotContain("hunter2", e.Message, StringComparison.Ordinal);
            throw;
        }
    });

    [Fact]
    public void What_a_served_model_says() => Fuzz.Run(
        [
            """{"version":"1","methods":{"predict":{"name":"predict","args":[{"name":"data","type":"ndarray","shape":[null,3],"dtype":"float64","required":true,"default":1}],"returns":{"type":"dataframe","columns":["a"],"dtypes":["int64"]}}}}""",
            """{"ready":true,"interface":"{}","calls":[{"method":"predict","status":200,"text":"[1,2]"}]}""",
            """{"detail":[{"loc":["body","data",0],"msg":"m"}]}""",
            """{"values":[{"a":1,"b":"x"}]}""",
        ],
        22,
        text =>
        {
            ServerMessage.Read(text);
            ProbeResult.Parse(new ExecResult(0, text, string.Empty));
            ServerInterface offered = ServerInterface.Parse(text);
            Assert.NotNull(offered.Methods);
        });

    [Fact]
    public void Logins_in_files_of_docker_and_podman() => Fuzz.Run(
        ["""{"auths":{"h":{"auth":"dTpw","identitytoken":"t"},"h/x":{"auth":"dTpw"}},"credHelpers":{"h":"x"},"proxies":{"default":{"httpProxy":"http://p"}},"HttpHeaders":{"A":"b"},"currentContext":"c"}"""],
        23,
        text =>
        {
            var settings = DockerConfigFile.Parse(text, reason => new MlemException("DockerConfigInvalid", MlemErrorCategory.InvalidData, reason));
            _ = settings.Setting("auths");
            new ConfigLogins(settings, "file", reason => new MlemException("DockerConfigInvalid", MlemErrorCategory.InvalidData, reason)).Entry("h");
        });
}
