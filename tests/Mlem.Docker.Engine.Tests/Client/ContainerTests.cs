using System.Formats.Tar;
using Docker.DotNet.Models;
using Mlem.Docker.Engine.Tests.Testbed;

namespace Mlem.Docker.Engine.Tests.Client;

/// <summary>Containers of a real Engine, from their making to their end.</summary>
[Proves("Containers, their logs, commands and files", Engines.All)]
public sealed class ContainerTests(EngineFixture engine) : ClientTest(engine)
{
    [Fact]
    public async Task A_container_is_made_started_seen_renamed_stopped_and_removed()
    {
        var created = await CreateAsync("trap 'exit 5' TERM; echo up; while :; do sleep 0.1; done");
        Assert.Equal("created", (await FindAsync(created.Id)).State);
        await Client.Containers.StartContainerAsync(Prefix, Cancellation);
        var running = await FindAsync(Prefix);
        Assert.Equal((created.Id, "running", true), (running.Id, running.State, running.IsRunning));
        Assert.NotNull(running.StartedAt);
        var port = Assert.Single(running.Ports, port => port.HostAddress == "127.0.0.1");
        Assert.Equal((8080, "tcp"), (port.ContainerPort, port.Protocol));
        Assert.InRange(port.HostPort!.Value, 1, 65535);
        Assert.Equal(created.Id, Assert.Single(await Client.Containers.ListContainersAsync(true, [$"mlem.test={Prefix}"], Cancellation)).Id);

        await WaitForLineAsync("up");
        await Client.Containers.RenameContainerAsync(Prefix, Prefix + "-b", Cancellation);
        var exit = Client.Containers.WaitContainerAsync(Prefix + "-b", Cancellation);
        await Client.Containers.StopContainerAsync(Prefix + "-b", TimeSpan.FromSeconds(10), Cancellation);
        Assert.Equal(5, await exit);
        var ended = await FindAsync(created.Id);
        Assert.Equal(("exited", 5), (ended.State, ended.ExitCode));
        Assert.NotNull(ended.FinishedAt);
        Assert.True(await Client.Containers.RemoveContainerAsync(created.Id, cancellationToken: Cancellation));
        Assert.False(await Client.Containers.RemoveContainerAsync(created.Id, cancellationToken: Cancellation));
        Assert.Null(await Client.Containers.FindContainerAsync(created.Id, Cancellation));
    }

    [Fact]
    public async Task The_log_keeps_streams_and_lines_apart_and_follows_to_the_end()
    {
        await CreateAsync("echo één; echo err >&2; printf 'no end'; sleep 0.2; echo; head -c 20000 /dev/zero | tr '\\0' x; echo; echo last");
        await Client.Containers.StartContainerAsync(Prefix, Cancellation);
        var followed = await LinesAsync(new LogOptions { Follow = true, Timestamps = true });
        Assert.Equal(["één", "no end", new string('x', 20000), "last"], followed.Where(line => line.Stream == LogStream.StandardOutput).Select(line => line.Text));
        Assert.Equal("err", Assert.Single(followed, line => line.Stream == LogStream.StandardError).Text);
        Assert.All(followed, line => Assert.NotNull(line.Timestamp));
        Assert.Equal("last", Assert.Single(await LinesAsync(new LogOptions { Tail = 1, StandardError = false })).Text);
        var last = followed.Max(line => line.Timestamp!.Value);
        Assert.Empty(await LinesAsync(new LogOptions { Since = last.AddSeconds(1) }));
        Assert.True(await Client.Containers.RemoveContainerAsync(Prefix, force: true, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task A_command_runs_inside_and_files_go_in_and_out()
    {
        await CreateAsync("sleep 1000");
        await Client.Inside.CopyIntoAsync(Prefix, "/tmp", WriteFileAsync, Cancellation);
        var notRunning = await Assert.ThrowsAsync<EngineException>(() => Client.Inside.ExecAsync(Prefix, ["true"], Cancellation));
        Assert.Equal("EngineConflict", notRunning.ErrorId);
        await Client.Containers.StartContainerAsync(Prefix, Cancellation);
        Assert.Equal(new ExecResult(3, "in\n", "err\n"), await Client.Inside.ExecAsync(Prefix, ["sh", "-c", "cat /tmp/file; echo err >&2; exit 3"], Cancellation));
        var text = string.Empty;
        await Client.Inside.CopyOutAsync(
            Prefix,
            "/tmp/file",
            async (stream, stop) =>
            {
                await using var tar = new TarReader(stream);
                var entry = await tar.GetNextEntryAsync(copyData: true, stop);
                text = await new StreamReader(entry!.DataStream!).ReadToEndAsync(stop);
            },
            Cancellation);
        Assert.Equal("in\n", text);
        Assert.True(await Client.Containers.RemoveContainerAsync(Prefix, force: true, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task What_is_taken_or_missing_is_told_by_its_id()
    {
        await CreateAsync("sleep 1000");
        await Client.Containers.StartContainerAsync(Prefix, Cancellation);
        var port = (await FindAsync(Prefix)).Ports.First(one => one.HostPort is not null).HostPort!.Value;
        Assert.Equal("ContainerNameInUse", (await Assert.ThrowsAsync<EngineException>(() => CreateAsync("true"))).ErrorId);
        Assert.Equal("EngineConflict", (await Assert.ThrowsAsync<EngineException>(() => Client.Containers.RemoveContainerAsync(Prefix, cancellationToken: Cancellation))).ErrorId);
        await CreateAsync("true", "-b", port);
        Assert.Equal("PortInUse", (await Assert.ThrowsAsync<EngineException>(() => Client.Containers.StartContainerAsync(Prefix + "-b", Cancellation))).ErrorId);
        Assert.Equal("ContainerNotFound", (await Assert.ThrowsAsync<EngineException>(() => Client.Containers.StartContainerAsync(Prefix + "-c", Cancellation))).ErrorId);
        var image = new CreateContainerParameters { Name = Prefix + "-c", Image = Prefix + "-none" };
        Assert.Equal("ImageNotFound", (await Assert.ThrowsAsync<EngineException>(() => Client.Containers.CreateContainerAsync(image, Cancellation))).ErrorId);
        await Client.Containers.RemoveContainerAsync(Prefix + "-b", force: true, cancellationToken: Cancellation);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Client.Containers.RemoveContainerAsync(Prefix, force: true, cancellationToken: Cancellation)));
        Assert.Null(await Client.Containers.FindContainerAsync(Prefix, Cancellation));
    }

    private static async Task WriteFileAsync(Stream stream, CancellationToken cancellation)
    {
        await using var tar = new TarWriter(stream, leaveOpen: true);
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, "file") { DataStream = new MemoryStream("in\n"u8.ToArray()) }, cancellation);
    }

    private Task<ContainerCreated> CreateAsync(string script, string suffix = "", int hostPort = 0) => Client.Containers.CreateContainerAsync(
        new CreateContainerParameters
        {
            Name = Prefix + suffix,
            Image = Busybox,
            Cmd = ["sh", "-c", script],
            Labels = new Dictionary<string, string> { ["mlem.test"] = Prefix },
            ExposedPorts = new Dictionary<string, EmptyStruct> { ["8080/tcp"] = default },
            HostConfig = new HostConfig
            {
                PortBindings = new Dictionary<string, IList<PortBinding>>
                {
                    ["8080/tcp"] = [new PortBinding { HostIP = "127.0.0.1", HostPort = hostPort.ToString(System.Globalization.CultureInfo.InvariantCulture) }],
                },
            },
        },
        Cancellation);

    private async Task<EngineContainer> FindAsync(string name) =>
        await Client.Containers.FindContainerAsync(name, Cancellation) ?? throw new InvalidOperationException($"there is no container {name}");

    private async Task WaitForLineAsync(string text)
    {
        await foreach (var line in Client.Containers.ReadLogsAsync(Prefix, new LogOptions { Follow = true }, Cancellation))
        {
            if (line.Text == text)
                return;
        }
    }

    private async Task<List<LogLine>> LinesAsync(LogOptions options)
    {
        List<LogLine> lines = [];
        await foreach (var line in Client.Containers.ReadLogsAsync(Prefix, options, Cancellation))
            lines.Add(line);
        return lines;
    }
}
