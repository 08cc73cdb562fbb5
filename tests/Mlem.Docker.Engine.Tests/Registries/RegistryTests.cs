using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Registries;

/// <summary>Pushing, finding, listing and deleting between the real Engine and Debian's registry: open, with passwords over TLS, with tokens.</summary>
[Proves("Registries with passwords, TLS and tokens", Engines.All)]
public sealed class RegistryTests(EngineFixture engine) : EngineTest(engine)
{
    internal const string Password = "s3cret-pw";

    // htpasswd -B of ann and the password above.
    internal const string PasswordLine = "ann:$2y$05$phF7A3i8EvFq/BiQM.L5k.IGXdL3iCX0IySfYDmhF0zW123OqjyLW";

    private static readonly RegistryCredential Ann = RegistryCredential.FromPassword("ann", Password);
    private static readonly RegistryCredential Wrong = RegistryCredential.FromPassword("ann", "S3CRET-wrong");

    [Fact]
    public async Task An_open_registry_takes_shows_and_gives_up_an_image()
    {
        await using var peer = await RegistryProcess.StartAsync(Cancellation);
        var image = await NameAsync(peer);
        await using var images = new ImageOperations(credentials: RegistryCredentials.None);
        using var registries = new RegistryOperations(RegistryCredentials.None);

        Assert.Null(await images.FindAsync(image, Cancellation));
        var pushed = await images.PushAsync(image, cancellationToken: Cancellation);
        Assert.Equal(pushed.Digest, (await images.FindAsync(image, Cancellation))?.Digest);
        Assert.Equal(pushed.Digest, (await images.PushAsync(image, cancellationToken: Cancellation)).Digest);
        Assert.Equal(["1"], await registries.ListTagsAsync(image.Registry, Reference(image), Cancellation));
        var byDigest = Reference(image) with { Tag = null, Digest = pushed.Digest };
        Assert.True(await registries.ExistsAsync(image.Registry, byDigest, Cancellation));

        Assert.True(await images.RemoveAsync(image, cancellationToken: Cancellation));
        Assert.False(await images.RemoveAsync(image, cancellationToken: Cancellation));
        Assert.Null(await images.FindAsync(image, Cancellation));
        await RemoveLocalAsync(images, image);
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
        var image = await NameAsync(peer);
        var trusting = new RegistryClientOptions { CertificateFolders = [authority.CertificateFolder] };

        await using var right = new ImageOperations(credentials: Login(peer, Ann), registryOptions: trusting);
        using var registries = new RegistryOperations(Login(peer, Ann), trusting);
        Assert.True(await registries.LoginAsync(image.Registry, Cancellation));
        await right.PushAsync(image, cancellationToken: Cancellation);
        Assert.NotNull(await right.FindAsync(image, Cancellation));
        Assert.True(await right.RemoveAsync(image, cancellationToken: Cancellation));

        await using var wrong = new ImageOperations(credentials: Login(peer, Wrong), registryOptions: trusting);
        await FailsAsync("RegistryAuthenticationFailed", () => wrong.FindAsync(image, Cancellation));
        await FailsAsync("RegistryAuthenticationFailed", () => wrong.PushAsync(image, cancellationToken: Cancellation));
        await using var nobody = new ImageOperations(credentials: RegistryCredentials.None, registryOptions: trusting);
        await FailsAsync("RegistryLoginRequired", () => nobody.FindAsync(image, Cancellation));
        await FailsAsync("RegistryLoginRequired", () => nobody.PushAsync(image, cancellationToken: Cancellation));
        var noFolders = new RegistryClientOptions { CertificateFolders = [] };
        await using var doubting = new ImageOperations(credentials: Login(peer, Ann), registryOptions: noFolders);
        await FailsAsync("RegistryCertificateInvalid", () => doubting.FindAsync(image, Cancellation));
        // The Engine does trust it, and is asked in the client's place.
        await doubting.PushAsync(image, cancellationToken: Cancellation);
        Assert.NotNull(await right.FindAsync(image, Cancellation));
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
        var image = await NameAsync(peer);

        await using var right = new ImageOperations(credentials: Login(peer, Ann));
        using var registries = new RegistryOperations(Login(peer, Ann));
        Assert.True(await registries.LoginAsync(image.Registry, Cancellation));
        await right.PushAsync(image, cancellationToken: Cancellation);
        Assert.Equal(["1"], await registries.ListTagsAsync(image.Registry, Reference(image), Cancellation));
        Assert.True(await right.RemoveAsync(image, cancellationToken: Cancellation));
        Assert.Null(await right.FindAsync(image, Cancellation));
        Assert.All(tokens.Requests, request => Assert.DoesNotContain(Password, request));

        await using var wrong = new ImageOperations(credentials: Login(peer, Wrong));
        await FailsAsync("RegistryAuthenticationFailed", () => wrong.FindAsync(image, Cancellation));
        await using var nobody = new ImageOperations(credentials: RegistryCredentials.None);
        await FailsAsync("RegistryLoginRequired", () => nobody.FindAsync(image, Cancellation));
        await FailsAsync("RegistryAccessDenied", () => nobody.PushAsync(image, cancellationToken: Cancellation));
        await RemoveLocalAsync(right, image);
    }

    private static RegistryCredentials Login(RegistryProcess peer, RegistryCredential credential) =>
        RegistryCredentials.None.With(peer.Host, credential);

    private static ImageReference Reference(DockerImage image) => ImageReference.Parse(image.Uri);

    private async Task<DockerImage> NameAsync(RegistryProcess peer)
    {
        var image = new DockerImage("iris") { Repository = $"{Prefix}/models", Tag = "1", Registry = new RemoteRegistry(peer.Host) };
        var source = await Engine.BaseImages.BusyboxAsync(Cancellation);
        await Api.PostAsync($"images/{source}/tag?repo={Reference(image).Name}&tag={image.Tag}", null, Cancellation);
        return image;
    }

    // Whatever became of a push, the Engine's image must still be there.
    private static async Task RemoveLocalAsync(ImageOperations images, DockerImage image)
    {
        var local = new DockerImage($"{Reference(image).Name}") { Tag = image.Tag };
        Assert.True(await images.RemoveAsync(local, cancellationToken: Cancellation));
    }

    private static async Task FailsAsync(string errorId, Func<Task> action)
    {
        var failure = await Assert.ThrowsAnyAsync<MlemException>(action);
        Assert.True(errorId == failure.ErrorId, $"{failure.ErrorId}: {failure.Message}");
        Assert.DoesNotContain("S3CRET", failure.ToString());
    }
}
