using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.RealPeers;

/// <summary>The Engine through a real <c>sshd</c>, the real <c>ssh</c> and <c>docker system dial-stdio</c>.</summary>
public sealed class SshTests(EngineFixture engine) : EngineTest(engine)
{
    private const string Program = "/usr/sbin/sshd";

    [Fact]
    public async Task An_image_is_built_listed_and_removed_through_ssh_and_an_unknown_host_is_one_clear_error()
    {
        Peers.RequirePrograms(Peers.Ssh, Program, "/usr/bin/ssh", "/usr/bin/ssh-keygen");
        Assert.Equal("unix", Api.Host.Scheme);
        using var folder = new TemporaryFolder();
        int port = RegistryProcess.FreePort();
        await MakeKeysAsync(folder, port);
        await using var server = await ServerProcess.StartAsync(Program, ["-D", "-e", "-f", folder.Combine("sshd_config")], port, Cancellation);
        string path = $"PATH={folder.Path}:{Environment.GetEnvironmentVariable("PATH")}";
        string host = $"ssh://root@127.0.0.1:{port}{Api.Host.AbsolutePath}";
        string busybox = await Engine.BaseImages.BusyboxAsync(Cancellation);
        await File.WriteAllTextAsync(folder.Combine("dockerfile.j2"), "FROM {{ base_image }}\nCOPY . .\n", Cancellation);

        using RealPowerShell shell = RealPowerShell.Open();
        string[] lines = await shell.LinesAsync(RealPowerShell.Import + $$"""
            $image = New-MlemDockerImage {{ScriptRun.Quote(RepositoryRoot.Combine("tests", "golden", "models", "b_sklearn_np", "model"))}} -Server fastapi `
                -Name {{Prefix}} -PythonVersion 3.11.2 -BaseImage {{busybox}} -TemplatesDir {{folder.Path}} -DaemonHost {{host}}
            "built $($image.ImageId)"
            (Get-MlemDockerImage {{Prefix}} -DaemonHost {{host}}).ImageId
            Test-MlemDocker {{host}} -DnsName localhost | Where-Object Name -in Endpoint, Version | ForEach-Object { "$($_.State)" }
            """, path);
        string id = (string)(await Api.GetAsync($"images/{Prefix}/json", Cancellation))["Id"]!;
        Assert.Equal(["built " + id, id, "Passed", "Passed"], lines);
        Assert.True(await Api.DeleteAsync($"images/{Prefix}", Cancellation));

        File.Delete(folder.Combine("known_hosts"));
        string refused = string.Join('\n', await shell.LinesAsync(
            RealPowerShell.Import + $$"""try { Get-MlemDockerImage x -DaemonHost {{host}} -ErrorAction Stop } catch { "$_" }""", path));
        Assert.Contains("ssh ended with exit code 255", refused, StringComparison.Ordinal);
        Assert.Contains("Host key verification failed", refused, StringComparison.Ordinal);
    }

    // ssh reads the user's own files; one that only adds a configuration before the real program stands in its place.
    private static async Task MakeKeysAsync(TemporaryFolder folder, int port)
    {
        foreach (string key in (string[])["host", "user"])
        {
            var made = await ProgramRun.OfAsync(
                "ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", folder.Combine(key)], TimeSpan.FromSeconds(30), Cancellation);
            made.OutputOrThrow("ssh-keygen");
        }

        // What Debian's start script makes; sshd does not run without.
        Directory.CreateDirectory("/run/sshd");
        File.Copy(folder.Combine("user.pub"), folder.Combine("authorized_keys"));
        await WriteAsync("known_hosts", $"[127.0.0.1]:{port} {await File.ReadAllTextAsync(folder.Combine("host.pub"), Cancellation)}");
        await WriteAsync("sshd_config", $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {folder.Combine("host")}
            AuthorizedKeysFile {folder.Combine("authorized_keys")}
            PidFile {folder.Combine("sshd.pid")}
            PermitRootLogin prohibit-password
            PasswordAuthentication no
            StrictModes no
            UsePAM no
            SetEnv "PATH={Environment.GetEnvironmentVariable("PATH")}"

            """);
        await WriteAsync("ssh_config", $"""
            IdentityFile {folder.Combine("user")}
            IdentitiesOnly yes
            UserKnownHostsFile {folder.Combine("known_hosts")}
            GlobalKnownHostsFile /dev/null
            StrictHostKeyChecking yes

            """);
        await WriteAsync("ssh", $"#!/bin/sh\nexec /usr/bin/ssh -F {folder.Combine("ssh_config")} \"$@\"\n");
        await ProgramRun.OfAsync("chmod", ["+x", folder.Combine("ssh")], TimeSpan.FromSeconds(30), Cancellation);
        Task WriteAsync(string name, string text) => File.WriteAllTextAsync(folder.Combine(name), text, Cancellation);
    }
}
