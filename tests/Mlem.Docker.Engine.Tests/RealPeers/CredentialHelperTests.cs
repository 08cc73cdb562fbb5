using System.Diagnostics;
using Mlem.Docker.Engine.Tests.Registries;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>A login that lies encrypted in <c>pass</c>, found through docker's config file and the real <c>docker-credential-pass</c>.</summary>
public sealed class CredentialHelperTests(EngineFixture engine) : EngineTest(engine)
{
    private const string Helper = "/usr/bin/docker-credential-pass";

    [Fact]
    public async Task A_push_takes_its_login_from_pass()
    {
        Peers.RequirePrograms(Peers.CredentialHelper, Helper, "/usr/bin/pass", "/usr/bin/gpg");
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Combine("htpasswd"), RegistryTests.PasswordLine, Cancellation);
        await using var registry = await RegistryProcess.StartAsync(
            Cancellation, $"auth:\n  htpasswd: {{ realm: test, path: {folder.Combine("htpasswd")} }}");
        string[] variables = [$"GNUPGHOME={folder.Combine("gpg")}", $"PASSWORD_STORE_DIR={folder.Combine("store")}", $"DOCKER_CONFIG={folder.Path}"];
        try
        {
            await ShellAsync(variables, "mkdir -m 700 $GNUPGHOME && gpg --batch --pinentry-mode loopback --passphrase '' --quick-gen-key 'mlem <mlem@localhost>' future-default default never && pass init mlem@localhost", "");
            await ShellAsync(variables, Helper + " store", $$"""{"ServerURL":"{{registry.Host}}","Username":"ann","Secret":"{{RegistryTests.Password}}"}""");
            await File.WriteAllTextAsync(folder.Combine("config.json"), """{"credsStore":"pass"}""", Cancellation);
            string source = await Engine.BaseImages.BusyboxAsync(Cancellation);
            string name = $"{registry.Host}/{Prefix}";
            await Api.PostAsync($"images/{source}/tag?repo={name}&tag=1", null, Cancellation);

            using RealPowerShell shell = RealPowerShell.Open();
            string[] lines = await shell.LinesAsync(
                RealPowerShell.Import + $"""
                (Publish-MlemDockerImage {name}:1).Digest
                Test-MlemDockerImage {Prefix}:1 -Registry {registry.Host}
                (Test-MlemDocker -Registry {registry.Host} -DnsName localhost | Where-Object Name -eq RegistryLogin).Finding
                """,
                variables);
            Assert.StartsWith("sha256:", lines[0]);
            Assert.Equal(["True", $"{registry.Host} takes the login of user 'ann' (from the credential helper docker-credential-pass)."], lines[1..]);

            await ShellAsync(variables, Helper + " erase", registry.Host);
            string refused = string.Join('\n', await shell.LinesAsync(
                RealPowerShell.Import + $$"""try { Test-MlemDockerImage {{Prefix}}:1 -Registry {{registry.Host}} -ErrorAction Stop } catch { "$_" }""", variables));
            Assert.Contains("asks for a login", refused, StringComparison.Ordinal);
            Assert.True(await Api.DeleteAsync($"images/{name}:1", Cancellation));
        }
        finally
        {
            await ShellAsync(variables, "gpgconf --kill gpg-agent", "");
        }
    }

    private static async Task ShellAsync(string[] variables, string command, string input)
    {
        var start = new ProcessStartInfo("env", [.. variables, "sh", "-c", command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        string error = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, $"{command}: {error} {await output}");
    }
}
