using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Registries;

/// <summary>The registry service between the real Engine and Debian's registry: open, with passwords over TLS, with tokens.</summary>
public sealed class RegistryServiceTests(EngineFixture engine) : EngineTest(engine)
{
    private const string Password = "s3cret-pw";

    // htpasswd -B of ann and the password above.
    private const string PasswordLine = "ann:$2y$05$phF7A3i8EvFq/BiQM.L5k.IGXdL3iCX0IySfYDmhF0zW123OqjyLW";

    private static readonly RegistryCredential Ann = RegistryCredential.FromPassword("ann", Password);

    [Fact]
    public async Task An_open_registry_takes_shows_and_gives_up_an_image()
    {
        await using var peer = await RegistryProcess.StartAsync(Cancellation);
        var (registry, image) = await NameAsync(peer);
        await using var docker = await ConnectAsync();
        using var service = new RegistryService(RegistryCredentials.None, docker);

        Assert.False(await service.ExistsAsync(registry, image, Cancellation));
        var pushed = await service.PushAsync(registry, image, Cancellation);
        Assert.Equal(pushed.Digest, (await service.FindAsync(registry, image, Cancellation))?.Digest);
        Assert.Equal(pushed.Digest, (await service.PushAsync(registry, image, Cancellation)).Digest);
        Assert.Equal(["1"], await service.ListTagsAsync(registry, image, Cancellation));
        Assert.True(await service.ExistsAsync(registry, image with { Tag = null, Digest = pushed.Digest }, Cancellation));

        Assert.True(await service.DeleteAsync(registry, image, cancellationToken: Cancellation));
        Assert.False(await service.DeleteAsync(registry, image, cancellationToken: Cancellation));
        Assert.False(await service.ExistsAsync(registry, image, Cancellation));
        await RemoveLocalAsync(service, image);
    }

    [Fact]
    public async Task A_registry_with_passwords_over_TLS_takes_only_the_right_one()
    {
        using var authority = new PrivateAuthority();
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("htpasswd"), PasswordLine, Cancellation);
        await using var peer = await RegistryProcess.StartAsync(Cancellation, $$"""
              tls: { certificate: {{authority.CertificateFile}}, key: {{authority.KeyFile}} }
            auth:
              htpasswd: { realm: test, path: {{folder.Combine("htpasswd")}} }
            """);
        authority.Trust(peer.Host);
        var (registry, image) = await NameAsync(peer);
        await using var docker = await ConnectAsync();
        var trusting = new RegistryClientOptions { CertificateFolders = [authority.CertificateFolder] };

        using var right = new RegistryService(RegistryCredentials.None.With(peer.Host, Ann), docker, trusting);
        Assert.True(await right.LoginAsync(registry, Cancellation));
        await right.PushAsync(registry, image, Cancellation);
        Assert.True(await right.ExistsAsync(registry, image, Cancellation));
        Assert.True(await right.DeleteAsync(registry, image, cancellationToken: Cancellation));

        var other = RegistryCredential.FromPassword("ann", "S3CRET-wrong");
        using var wrong = new RegistryService(RegistryCredentials.None.With(peer.Host, other), docker, trusting);
        await FailsAsync("RegistryAuthenticationFailed", () => wrong.LoginAsync(registry, Cancellation));
        await FailsAsync("RegistryAuthenticationFailed", () => wrong.PushAsync(registry, image, Cancellation));
        using var nobody = new RegistryService(RegistryCredentials.None, docker, trusting);
        await FailsAsync("RegistryLoginRequired", () => nobody.ExistsAsync(registry, image, Cancellation));
        await FailsAsync("RegistryLoginRequired", () => nobody.PushAsync(registry, image, Cancellation));
        using var doubting = new RegistryService(
            RegistryCredentials.None.With(peer.Host, Ann), docker, new RegistryClientOptions { CertificateFolders = [] });
        await FailsAsync("RegistryCertificateInvalid", () => doubting.LoginAsync(registry, Cancellation));
        await RemoveLocalAsync(right, image);
    }

    [Fact]
    public async Task A_registry_behind_a_token_server_takes_what_the_token_allows()
    {
        using var authority = new PrivateAuthority();
        await using var tokens = new TokenServer(authority, "ann", Password);
        await using var peer = await RegistryProcess.StartAsync(Cancellation, $$"""
            auth:
              token:
                realm: {{tokens.Address}}
                service: {{TokenServer.Service}}
                issuer: {{TokenServer.Issuer}}
                rootcertbundle: {{authority.CertificateFile}}
            """);
        var (registry, image) = await NameAsync(peer);
        await using var docker = await ConnectAsync();

        using var right = new RegistryService(RegistryCredentials.None.With(peer.Host, Ann), docker);
        Assert.True(await right.LoginAsync(registry, Cancellation));
        await right.PushAsync(registry, image, Cancellation);
        Assert.Equal(["1"], await right.ListTagsAsync(registry, image, Cancellation));
        Assert.True(await right.DeleteAsync(registry, image, cancellationToken: Cancellation));
        Assert.False(await right.ExistsAsync(registry, image, Cancellation));
        Assert.All(tokens.Requests, request => Assert.DoesNotContain(Password, request));

        var other = RegistryCredential.FromPassword("ann", "S3CRET-wrong");
        using var wrong = new RegistryService(RegistryCredentials.None.With(peer.Host, other), docker);
        await FailsAsync("RegistryAuthenticationFailed", () => wrong.ExistsAsync(registry, image, Cancellation));
        using var nobody = new RegistryService(RegistryCredentials.None, docker);
        await FailsAsync("RegistryLoginRequired", () => nobody.ExistsAsync(registry, image, Cancellation));
        await FailsAsync("RegistryAccessDenied", () => nobody.PushAsync(registry, image, Cancellation));
        await RemoveLocalAsync(right, image);
    }

    private async Task<(RemoteRegistry Registry, ImageReference Image)> NameAsync(RegistryProcess peer)
    {
        var registry = new RemoteRegistry(peer.Host);
        var image = ImageReference.Parse(registry.GetUri("iris", $"{Prefix}/models", "1"));
        var source = await Engine.BaseImages.BusyboxAsync(Cancellation);
        await Api.PostAsync($"images/{source}/tag?repo={image.Name}&tag={image.Tag}", null, Cancellation);
        return (registry, image);
    }

    private static Task<DockerEngine> ConnectAsync() =>
        DockerEngine.ConnectAsync(DockerEndpointResolver.Resolve(), Cancellation);

    // Whatever became of a push, the Engine's image must still be there.
    private static async Task RemoveLocalAsync(RegistryService service, ImageReference image) =>
        Assert.True(await service.DeleteAsync(new DockerRegistry(), image, cancellationToken: Cancellation));

    private static async Task FailsAsync(string errorId, Func<Task> action)
    {
        var failure = await Assert.ThrowsAnyAsync<MlemException>(action);
        Assert.True(errorId == failure.ErrorId, $"{failure.ErrorId}: {failure.Message}");
        Assert.DoesNotContain("S3CRET", failure.ToString());
    }
}
