using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Mlem.Docker.Building.Weights;
using Mlem.Docker.Engine;
using Mlem.Docker.Tests.Engine;

namespace Mlem.Docker.Tests.Context;

/// <summary>A file that becomes a link to one outside of the project between the look at it and its reading gives nothing away.</summary>
public sealed class SwappedFileTests : IDisposable
{
    private const int Size = 40_000;

    private static readonly string Secret = string.Concat(Enumerable.Repeat("secret! ", Size / 8));

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-swap-").FullName;
    private readonly string _artifact;

    public SwappedFileTests()
    {
        Directory.CreateDirectory(Path.Combine(_work, "project"));
        _artifact = Path.Combine(_work, "project", "model");
        File.WriteAllText(_artifact, string.Concat(Enumerable.Repeat("content ", Size / 8)));
        File.WriteAllText(Path.Combine(_work, "secret"), Secret);
        File.WriteAllText(
            _artifact + ".mlem",
            $"artifacts:\n  data:\n    hash: {Md5(_artifact)}\n    size: {Size}\n    uri: model\nobject_type: model\n");
    }

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("folder", 200, false, false, false)]
    [InlineData("folder", 48, true, false, false)]
    [InlineData("folder", 48, false, true, false)]
    [InlineData("folder", 48, false, false, true)]
    [InlineData("tar", 200, false, false, false)]
    [InlineData("folder", 48, true, true, true)]
    [InlineData("folder", 48, true, false, true)]
    [InlineData("tar", 48, false, true, true)]
    [InlineData("weights", 200, false, false, false)]
    [InlineData("weights", 48, false, true, true)]
    public async Task A_file_that_is_swapped_for_a_link_is_refused(string kind, int rounds, bool hardLink, bool verify, bool optimize)
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        var request = new DockerContextRequest(MlemModel.Load(_artifact + ".mlem"))
        {
            NoDefaultConstraint = true,
            VerifyArtifacts = verify,
            Optimize = optimize,
        };
        var outcomes = new ConcurrentBag<string>();
        for (int round = 0; round < rounds; round++)
        {
            DockerContext context = await DockerContext.CreateAsync(request, stop);
            using var swapped = new Swap(_artifact, Path.Combine(_work, "secret"), round);
            try
            {
                string given = kind switch
                {
                    "tar" => await TarAsync(context),
                    "weights" => await WeightsAsync(context),
                    _ => await FolderAsync(context, hardLink, round),
                };
                Assert.DoesNotContain("secret!", given, StringComparison.Ordinal);
                outcomes.Add("given");
            }
            catch (MlemException e)
            {
                outcomes.Add(e.ErrorId);
            }
        }

        // The first round of four is swapped before the reading and the second after it; the others race.
        Assert.Contains("PathOutsideContext", outcomes);
        Assert.Contains("given", outcomes);
        Assert.Empty(outcomes.Except(["given", "PathOutsideContext", "SourceFileUnreadable"]));
        Assert.DoesNotContain(Directory.EnumerateFileSystemEntries(_work), e => e.Contains("partial", StringComparison.Ordinal));
    }

    private static async Task<string> TarAsync(DockerContext context)
    {
        using var tar = new MemoryStream();
        await context.WriteTarAsync(tar, cancellationToken: TestContext.Current.CancellationToken);
        return Text(tar);
    }

    // What comes to an Engine that is to make an image of the artifacts: all of it, as it came.
    private async Task<string> WeightsAsync(DockerContext context)
    {
        var sent = new MemoryStream();
        await using var engine = new ScriptedEngine(async (asked, connection, stop) =>
        {
            if (await ScriptedEngine.GreetAsync(asked, connection, stop))
                return;
            if (asked.Path.StartsWith("/build", StringComparison.Ordinal))
                await ReadAsync(connection, sent, stop);
            await connection.WriteAsync(asked.Path.StartsWith("/build", StringComparison.Ordinal)
                ? ScriptedEngine.Chunked(GoldenStreams.Read("classic_ok"))
                : ScriptedEngine.Answer(200, asked.Method == "DELETE" || asked.Path.StartsWith("/images/json", StringComparison.Ordinal) ? "[]" : $$"""{"Id":"{{GoldenStreams.ClassicId}}"}"""), stop);
        });
        try
        {
            await using var client = await DockerEngine.ConnectAsync(engine.Endpoint, TestContext.Current.CancellationToken);
            await new WeightsImages(client, new HashMemory(Path.Combine(_work, "hashes")), NullOperationObserver.Instance)
                .SeparateAsync(context, 1, ImageBuilderKind.Classic, TestContext.Current.CancellationToken);
        }
        finally
        {
            Assert.DoesNotContain("secret!", Text(sent), StringComparison.Ordinal);
        }

        return Text(sent);
    }

    private static async Task ReadAsync(Stream connection, MemoryStream sent, CancellationToken stop)
    {
        byte[] block = new byte[64 * 1024];
        while (!sent.GetBuffer().AsSpan(0, (int)sent.Length).EndsWith("0\r\n\r\n"u8))
        {
            int count = await connection.ReadAsync(block, stop);
            if (count == 0)
                throw new IOException("The client went.");
            sent.Write(block, 0, count);
        }
    }

    private static string Text(MemoryStream bytes) => Encoding.Latin1.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);

    private async Task<string> FolderAsync(DockerContext context, bool hardLink, int round)
    {
        string folder = Path.Combine(_work, round.ToString(CultureInfo.InvariantCulture));
        await context.WriteFolderAsync(folder, hardLink: hardLink, cancellationToken: TestContext.Current.CancellationToken);
        string file = Directory.EnumerateFiles(folder, "model", SearchOption.AllDirectories).Single();
        Assert.Null(new FileInfo(file).LinkTarget);
        string given = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
        return given;
    }

    private static string Md5(string file)
    {
#pragma warning disable CA5351 // MLEM records md5.
        return Convert.ToHexString(System.Security.Cryptography.MD5.HashData(File.ReadAllBytes(file))).ToLowerInvariant();
#pragma warning restore CA5351
    }

    /// <summary>Another process's hand: after a moment that differs from round to round, the file is a link; in the end it is itself again.</summary>
    private sealed class Swap : IDisposable
    {
        private readonly string _file;
        private readonly Thread _thread;

        public Swap(string file, string target, int round)
        {
            _file = file;
            File.CreateSymbolicLink(file + ".link", target);
            File.Copy(file, file + ".own");
            _thread = new Thread(() =>
            {
                Thread.SpinWait(round % 4 * round * 40);
                File.Move(file + ".link", file, overwrite: true);
            });
            if (round % 4 != 1)
                _thread.Start();
            if (round % 4 == 0)
                _thread.Join();
        }

        public void Dispose()
        {
            if (_thread.ThreadState.HasFlag(ThreadState.Unstarted))
                _thread.Start();
            _thread.Join();
            File.Move(_file + ".own", _file, overwrite: true);
        }
    }
}
