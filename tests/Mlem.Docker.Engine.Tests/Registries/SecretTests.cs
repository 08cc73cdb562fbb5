using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Registries;

/// <summary>
/// A whole run as a user makes it, with every stream turned on, against a registry that asks for a password: neither
/// the password nor the value of a build argument is in anything that is left of it.
/// </summary>
public sealed class SecretTests(EngineFixture engine) : EngineTest(engine), IDisposable
{
    private const string Secret = RegistryTests.Password;
    private const string WrongSecret = "wr0ng-s3cret";
    private const string BuildSecret = "bu1ld-t0ken-value";

    private const string Dockerfile = """
        FROM {{ base_image }}
        ARG TOKEN
        COPY model.mlem /www/model.mlem
        RUN echo printed $TOKEN
        {% if run_cmd %}CMD {{ run_cmd }}{% endif %}
        """;

    private const string Prologue = RealPowerShell.Import + """
        $DebugPreference = $VerbosePreference = 'Continue'
        $secure = [securestring]::new()
        foreach ($character in $env:RUN_SECRET.ToCharArray()) { $secure.AppendChar($character) }
        $credential = [pscredential]::new('ann', $secure)
        $build = @{ Server = 'fastapi'; PythonVersion = '3.11.2'; BaseImage = "$env:RUN_REGISTRY/$env:RUN_NAME-base:1"; TemplatesDir = 'templates'; BuildArg = 'TOKEN' }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, bool> _commandLines = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_output_log_or_file_of_a_whole_run_has_the_secret()
    {
        using var elsewhere = new TemporaryFolder();
        await File.WriteAllTextAsync(elsewhere.Combine("htpasswd"), RegistryTests.PasswordLine, Cancellation);
        await using var registry = await RegistryProcess.StartAsync(
            Cancellation, $"auth:\n  htpasswd: {{ realm: test, path: {elsewhere.Combine("htpasswd")} }}");
        _folder.CopyIn(RepositoryRoot.Combine("examples", "iris"));
        Directory.CreateDirectory(_folder.Combine("templates"));
        await File.WriteAllTextAsync(_folder.Combine("templates", "dockerfile.j2"), Dockerfile, Cancellation);
        await Api.PostAsync($"images/{await Engine.BaseImages.BusyboxAsync(Cancellation)}/tag?repo={registry.Host}/{Prefix}-base&tag=1", null, Cancellation);

        // The base image is private: it lies in the registry only.
        ProgramRun pushed = await RunAsync(registry, Secret, """
            Connect-MlemDockerRegistry $env:RUN_REGISTRY $credential -PassThru
            Publish-MlemDockerImage "$env:RUN_REGISTRY/$env:RUN_NAME-base:1"
            Remove-MlemDockerImage "$env:RUN_REGISTRY/$env:RUN_NAME-base:1" -Force
            """);
        Assert.Equal(0, pushed.ExitCode);

        ProgramRun refused = await RunAsync(registry, WrongSecret, """
            try { Connect-MlemDockerRegistry $env:RUN_REGISTRY $credential -ErrorAction Stop } catch { "$($_.FullyQualifiedErrorId) $($_.TargetObject) $($_.ErrorDetails) $($_.Exception)" }
            New-MlemDockerImage iris -Name $env:RUN_NAME -Registry $env:RUN_REGISTRY -Credential $credential @build
            Test-MlemDocker -Registry $env:RUN_REGISTRY -DnsName localhost
            $Error | ForEach-Object { "$_ $($_.ErrorDetails) $($_.Exception)" }
            """);
        Assert.Contains("RegistryAuthenticationFailed", refused.Output, StringComparison.Ordinal);
        Assert.Contains("Pulling the base image", refused.Output, StringComparison.Ordinal);
        Assert.Contains("the user name or the password is wrong", refused.Output, StringComparison.Ordinal);

        ProgramRun run = await RunAsync(registry, Secret, """
            $image = New-MlemDockerImage iris -Name $env:RUN_NAME -Registry $env:RUN_REGISTRY -Credential $credential @build
            $image
            Connect-MlemDockerRegistry $env:RUN_REGISTRY $credential
            $image | Publish-MlemDockerImage; $image | Test-MlemDockerImage; $image | Get-MlemDockerImage
            Test-MlemDocker -Registry $env:RUN_REGISTRY -DnsName localhost
            Export-MlemDockerDir iris -Target folder @build
            New-MlemDockerContainer dep -Name $env:RUN_NAME -ImageName "$env:RUN_NAME-dep" -DockerEnv (New-MlemDockerEnv -Registry $env:RUN_REGISTRY) -RunCommand 'exec httpd -f -p 8080 -h /www' -Parameters @{ stop_signal = 'SIGKILL' } @build
            Start-MlemDockerContainer dep -Model iris
            """, json: true);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("POST /build on", run.Output, StringComparison.Ordinal);
        Assert.Contains("printed ***", run.Output, StringComparison.Ordinal);

        var left = new Dictionary<string, string>
        {
            ["the output"] = pushed.Output + refused.Output + run.Output,
            ["the streams"] = pushed.Error + refused.Error + run.Error,
            ["the processes' arguments"] = string.Join('\n', _commandLines.Keys),
        };
        foreach (string file in Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories))
            left[file] = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancellation));
        Assert.Contains(left.Keys, file => file.EndsWith(".mlem.state", StringComparison.Ordinal));
        AssertClean(left, [Secret, WrongSecret, BuildSecret]);

        // A build argument's value is in the history by docker's own rules, a login never.
        string container = (await Api.GetAsync($"containers/{Prefix}/json", Cancellation)).ToJsonString();
        string history = (await Api.GetAsync($"images/{registry.Host}/{Prefix}:latest/history", Cancellation)).ToJsonString();
        JsonNode inspected = await Api.GetAsync($"images/{registry.Host}/{Prefix}:latest/json", Cancellation);
        AssertClean(
            new() { ["the container"] = container, ["the image"] = inspected.ToJsonString(), ["its history"] = history }, [Secret, WrongSecret]);

        ProgramRun cleaned = await RunAsync(registry, Secret, """
            Remove-MlemDockerContainer -Path dep
            foreach ($name in "$env:RUN_NAME-base:1", $env:RUN_NAME, "$env:RUN_NAME-dep") { Remove-MlemDockerImage "$env:RUN_REGISTRY/$name" -Force }
            """);
        Assert.True(cleaned.ExitCode == 0, cleaned.Error);
    }

    private static void AssertClean(Dictionary<string, string> left, string[] secrets)
    {
        foreach (var (place, text) in left)
        {
            foreach (string form in secrets.SelectMany(Forms))
                Assert.False(text.Contains(form, StringComparison.Ordinal), $"{place} has '{form}'");
        }
    }

    /// <summary>The secret itself and what base64 makes of its bytes wherever they stand in a longer text.</summary>
    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        for (int before = 0; before < 3; before++)
        {
            // The characters at both ends depend on the neighbours too.
            string encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', before) + secret)).TrimEnd('=');
            yield return encoded[(before == 0 ? 0 : before + 1)..^2];
        }
    }

    private async Task<ProgramRun> RunAsync(RegistryProcess registry, string secret, string script, bool json = false)
    {
        // The secrets go in by the environment; an argument would be seen by every user of the machine.
        using RealPowerShell shell = RealPowerShell.Open();
        string whole = json ? $"& {{\n{script}\n}} | ConvertTo-Json -Compress -Depth 6 -WarningAction Ignore" : script;
        ProcessStartInfo start = shell.ForScript($"{Prologue}\nSet-Location -LiteralPath '{_folder.Path}'\n{whole}", $"HOME={_folder.Path}");
        foreach (var (name, value) in (Dictionary<string, string>)new()
        {
            ["RUN_SECRET"] = secret,
            ["RUN_REGISTRY"] = registry.Host,
            ["RUN_NAME"] = Prefix,
            ["TOKEN"] = BuildSecret,
            ["TMPDIR"] = Directory.CreateDirectory(_folder.Combine("tmp")).FullName,
            ["DOTNET_EnableDiagnostics"] = "0",
        })
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(4));
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            Task ended = process.WaitForExitAsync(limit.Token);
            while (await Task.WhenAny(ended, Task.Delay(20, limit.Token)) != ended)
                WatchCommandLines();
            await ended;
            return new ProgramRun(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private void WatchCommandLines()
    {
        foreach (string folder in Directory.EnumerateDirectories("/proc", "*").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                _commandLines.TryAdd(File.ReadAllText(Path.Combine(folder, "cmdline")), true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // It has ended.
            }
        }
    }
}
