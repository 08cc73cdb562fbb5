using Mlem.Docker.Engine;
using Mlem.Docker.Registries;

namespace Mlem.Docker.Tests.Registries;

public sealed class RegistryOperationsTests
{
    private const string Other = "sha256:1111111111111111111111111111111111111111111111111111111111111111";
    private static readonly DockerRegistry Local = new();
    private readonly RecordingObserver _observer = new();
    private readonly FakeEngine _engine = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_local_registry_is_the_Engine()
    {
        using var service = Service();
        var image = ImageReference.Parse("iris");
        Assert.True(await service.ExistsAsync(Local, image, Stop));
        Assert.False(await service.ExistsAsync(Local, ImageReference.Parse("other"), Stop));
        Assert.Equal("sha256:id", (await service.PushAsync(Local, image, Stop)).ImageId);
        Assert.Empty(_engine.Pushed);
        Assert.False(await service.LoginAsync(Local, Stop));
        Assert.True(await service.DeleteAsync(Local, image, cancellationToken: Stop));
        Assert.False(await service.DeleteAsync(Local, image, cancellationToken: Stop));
        Assert.Equal("RegistryNotSupported", (await Assert.ThrowsAsync<MlemException>(() => service.ListTagsAsync(Local, image, Stop))).ErrorId);
    }

    [Fact]
    public async Task A_push_counts_when_the_registry_has_the_digest()
    {
        await using var server = new TestServer(FakeRegistry.Answer);
        using var service = Service();
        var (registry, image) = Remote(server, "1");
        var pushed = await service.PushAsync(registry, image, Stop);
        Assert.Equal((FakeRegistry.Digest, FakeRegistry.MediaType, "sha256:id"), (pushed.Digest, pushed.MediaType, pushed.ImageId));
        Assert.Equal([$"{server.Host}/team/iris:1 to {server.Host} with none"], _engine.Pushed);
        Assert.Contains(_observer.Everything, line => line.Contains("No credential"));
    }

    [Theory]
    [InlineData("gone", "", "does not have the image")]
    [InlineData("1", Other, "someone else")]
    public async Task A_push_that_the_registry_does_not_know_of_is_a_failure(string tag, string digest, string expected)
    {
        await using var server = new TestServer(FakeRegistry.Answer);
        using var service = Service();
        var (registry, image) = Remote(server, tag);
        _engine.PushedDigest = digest.Length > 0 ? digest : FakeRegistry.Digest;
        var failure = await Assert.ThrowsAsync<MlemException>(() => service.PushAsync(registry, image, Stop));
        Assert.Equal("PushNotConfirmed", failure.ErrorId);
        Assert.Contains(expected, failure.Message);
    }

    [Fact]
    public async Task A_push_whose_registry_cannot_be_read_from_here_is_confirmed_by_the_Engine()
    {
        await using var server = new TestServer(_ => TestAnswer.Html);
        using var service = Service();
        var (registry, image) = Remote(server, "1");
        _engine.Sees = () => FakeRegistry.Digest;
        var pushed = await service.PushAsync(registry, image, Stop);
        Assert.Equal(FakeRegistry.Digest, pushed.Digest);
        Assert.Empty(_observer.Warnings);

        _engine.Sees = () => Other;
        Assert.Equal("PushNotConfirmed", (await Assert.ThrowsAsync<MlemException>(() => service.PushAsync(registry, image, Stop))).ErrorId);
        _engine.Sees = () => null;
        Assert.Equal("PushNotConfirmed", (await Assert.ThrowsAsync<MlemException>(() => service.PushAsync(registry, image, Stop))).ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_push_that_nobody_can_confirm_is_done_with_a_warning_that_says_so(bool digestIsTold)
    {
        await using var server = new TestServer(_ => FakeRegistry.Error(403, "DENIED", "push only"));
        using var service = Service();
        var (registry, image) = Remote(server, "1");
        _engine.PushedDigest = digestIsTold ? FakeRegistry.Digest : null;
        var pushed = await service.PushAsync(registry, image, Stop);
        Assert.Equal(_engine.PushedDigest, pushed.Digest);
        var warning = Assert.Single(_observer.Warnings);
        Assert.All([image.EngineName, server.Host, "push only", "no such question"], part => Assert.Contains(part, warning));
    }

    [Fact]
    public async Task A_push_to_a_web_page_is_a_failure_where_the_Engine_cannot_ask_again()
    {
        await using var server = new TestServer(_ => TestAnswer.Html);
        using var service = Service();
        var (registry, image) = Remote(server, "1");
        Assert.Equal("PushNotConfirmed", (await Assert.ThrowsAsync<MlemException>(() => service.PushAsync(registry, image, Stop))).ErrorId);
    }

    [Fact]
    public async Task Where_the_Engine_reaches_another_registry_by_that_name_its_word_counts()
    {
        await using var server = new TestServer(FakeRegistry.Answer);
        using var service = Service();
        var (registry, image) = Remote(server, "gone");
        _engine.Sees = () => FakeRegistry.Digest;
        Assert.Equal(FakeRegistry.Digest, (await service.PushAsync(registry, image, Stop)).Digest);
        Assert.Contains("another registry", Assert.Single(_observer.Warnings));
    }

    [Theory]
    [InlineData("sha256:c", "", true)]
    [InlineData("sha256:id", "here", true)]
    [InlineData("sha256:id", "", false)]
    public async Task Without_a_digest_a_manifest_proves_the_push_only_if_it_holds_this_image(string id, string digest, bool isDone)
    {
        await using var server = new TestServer(FakeRegistry.Answer);
        using var service = Service();
        var (registry, image) = Remote(server, "1");
        (_engine.PushedDigest, _engine.Id) = (null, id);
        _engine.Digests = digest.Length > 0 ? [$"{server.Host}/team/iris@{FakeRegistry.Digest}"] : ["other@" + Other];
        if (isDone)
            Assert.Equal(FakeRegistry.Digest, (await service.PushAsync(registry, image, Stop)).Digest);
        else
            Assert.Equal("PushNotConfirmed", (await Assert.ThrowsAsync<MlemException>(() => service.PushAsync(registry, image, Stop))).ErrorId);
    }

    [Fact]
    public async Task What_is_not_on_the_Engine_is_not_pushed()
    {
        using var service = Service();
        var failure = await Assert.ThrowsAsync<MlemException>(
            () => service.PushAsync(new RemoteRegistry("h.io"), ImageReference.Parse("h.io/other:1"), Stop));
        Assert.Equal("ImageNotFound", failure.ErrorId);
        Assert.Empty(_engine.Pushed);
    }

    [Fact]
    public async Task The_credential_goes_to_the_push_and_to_the_registry_and_into_no_message()
    {
        await using var server = new TestServer(request =>
            request.Authorization is null ? FakeRegistry.Challenge("Basic realm=\"x\"") : FakeRegistry.Answer(request));
        var (registry, image) = Remote(server, "1");
        var credentials = RegistryCredentials.None.With(server.Host, RegistryCredential.FromPassword("ann", "S3CRET"));
        using var service = new RegistryOperations(credentials, Options, _engine);
        Assert.True(await service.LoginAsync(registry, Stop));
        await service.PushAsync(registry, image, Stop);
        Assert.Equal([$"{server.Host}/team/iris:1 to {server.Host} with user 'ann'"], _engine.Pushed);
        Assert.All(_observer.Everything, line => Assert.DoesNotContain("S3CRET", line));
        Assert.All(_observer.Everything, line => Assert.DoesNotContain(Convert.ToBase64String("ann:S3CRET"u8), line));
    }

    [Fact]
    public async Task A_helper_that_cannot_run_is_one_warning_where_the_registry_asks_for_no_login()
    {
        await using var server = new TestServer(FakeRegistry.Answer);
        using var service = new RegistryOperations(BrokenHelper(), Options, _engine);
        var (registry, image) = Remote(server, "1");
        await service.PushAsync(registry, image, Stop);
        Assert.True(await service.ExistsAsync(registry, image, Stop));
        Assert.Contains("docker-credential-missing", Assert.Single(_observer.Warnings));
    }

    [Fact]
    public async Task A_helper_that_cannot_run_is_the_error_where_the_registry_asks_for_a_login()
    {
        await using var server = new TestServer(_ => FakeRegistry.Challenge("Basic realm=\"x\""));
        using var service = new RegistryOperations(BrokenHelper(), Options, _engine);
        var (registry, image) = Remote(server, "1");
        var failure = await Assert.ThrowsAsync<MlemException>(() => service.ExistsAsync(registry, image, Stop));
        Assert.Equal("CredentialHelperNotFound", failure.ErrorId);
        Assert.Contains("asks for a login", failure.Message);
        Assert.Contains("docker-credential-missing", failure.Message);
        Assert.Contains("the helper", failure.Recommendation);

        var denied = new MlemException("RegistryAccessDenied", MlemErrorCategory.AuthenticationError, "denied", null, null);
        Assert.Equal("CredentialHelperNotFound", (await service.ExplainDenialAsync(image, denied, "Pushing failed.", Stop)).ErrorId);
    }

    private static RegistryCredentials BrokenHelper()
    {
        string folder = Directory.CreateTempSubdirectory("mlem-helper-").FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), """{"credsStore":"missing"}""");
        return new(DockerConfigCredentialSource.FromEnvironment(name => name == "DOCKER_CONFIG" ? folder : null));
    }

    [Fact]
    public async Task Remote_images_are_found_listed_and_deleted_by_the_registry()
    {
        await using var server = new TestServer(request => request.Method == "DELETE" ? new TestAnswer(202) : FakeRegistry.Answer(request));
        using var service = Service();
        var (registry, image) = Remote(server, "1");
        Assert.Equal(FakeRegistry.Digest, (await service.FindAsync(registry, image, Stop))?.Digest);
        Assert.Equal(["1", "2", "same"], await service.ListTagsAsync(registry, image, Stop));
        Assert.True(await service.DeleteAsync(registry, image, cancellationToken: Stop));
        Assert.False(await service.DeleteAsync(registry, image with { Tag = "2" }, cancellationToken: Stop));
        Assert.Empty(_engine.Removed);
    }

    [Fact]
    public async Task Registries_of_clouds_are_refused_with_the_way_out()
    {
        using var service = Service();
        foreach (var registry in new DockerRegistry[] { new EcrRegistry("1", "eu-west-1"), new HerokuRegistry(ApiKey: "S3CRET") })
        {
            var image = ImageReference.Parse(registry.GetUri("iris"));
            foreach (var action in new Func<Task>[]
            {
                () => service.PushAsync(registry, image, Stop),
                () => service.DeleteAsync(registry, image, cancellationToken: Stop),
                () => service.LoginAsync(registry, Stop),
            })
            {
                var failure = await Assert.ThrowsAsync<MlemException>(action);
                Assert.Equal("RegistryNotSupported", failure.ErrorId);
                Assert.Contains(registry.GetHost()!, failure.Recommendation);
                Assert.DoesNotContain("S3CRET", failure.ToString());
            }
        }
    }

    private RegistryClientOptions Options =>
        new() { RetryDelay = TimeSpan.FromMilliseconds(1), CertificateFolders = [], Observer = _observer };

    private RegistryOperations Service() => new(RegistryCredentials.None, Options, _engine);

    private (DockerRegistry Registry, ImageReference Image) Remote(TestServer server, string tag)
    {
        var registry = new RemoteRegistry(server.Host);
        var image = ImageReference.Parse(registry.GetUri("iris", "team", tag));
        _engine.Images.Add(image.EngineName);
        return (registry, image);
    }

    private sealed class FakeEngine : IEngineImages
    {
        public HashSet<string> Images { get; } = ["iris:latest"];

        public List<string> Pushed { get; } = [];

        public List<string> Removed { get; } = [];

        public string? PushedDigest { get; set; } = FakeRegistry.Digest;

        public string Id { get; set; } = "sha256:id";

        public IReadOnlyList<string> Digests { get; set; } = [];

        /// <summary>Gets or sets what it finds in the registry; by default it cannot ask.</summary>
        public Func<string?> Sees { get; set; } =
            () => throw new MlemException("EngineCannotAskRegistries", MlemErrorCategory.NotImplemented, "It has no such question.");

        public string Description => "fake";

        public Task<EngineImage?> FindAsync(string name, CancellationToken cancellationToken) =>
            Task.FromResult(Images.Contains(name) ? new EngineImage { Id = Id, RepositoryDigests = Digests } : null);

        public Task<string?> FindInRegistryAsync(
            string name, RegistryCredential? credential, CancellationToken cancellationToken) => Task.FromResult(Sees());

        public Task<bool> RemoveAsync(string name, bool force, CancellationToken cancellationToken)
        {
            Removed.Add(name);
            return Task.FromResult(Images.Remove(name));
        }

        public Task<string?> PushAsync(
            string name, RegistryCredential? credential, IOperationObserver observer, CancellationToken cancellationToken)
        {
            Pushed.Add($"{name} to {ImageReference.Parse(name).Domain} with {credential?.ToString() ?? "none"}");
            return Task.FromResult(PushedDigest);
        }
    }
}
