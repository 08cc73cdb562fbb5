using System.Diagnostics;
using System.Text.Json;
using Mlem.Docker.Deployment;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Deployment;

public sealed class StateLockTests : IDisposable
{
    private const string Name = "dep.mlem.state";

    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-lock-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, bool> GoldenNames
    {
        get
        {
            var rows = new TheoryData<string, bool>();
            using JsonDocument golden = JsonDocument.Parse(File.ReadAllText(Golden.Path("locks.json")));
            foreach (JsonElement observation in golden.RootElement.GetProperty("observations").EnumerateArray())
            {
                if (!observation.TryGetProperty("names", out JsonElement names))
                    continue;
                foreach (JsonProperty name in names.EnumerateObject())
                    rows.Add(name.Name, name.Value.GetArrayLength() > 0);
            }

            return rows;
        }
    }

    public void Dispose() => Directory.Delete(_folder, true);

    [Theory]
    [MemberData(nameof(GoldenNames))]
    public void A_file_counts_as_a_lock_where_it_does_for_MLEM(string file, bool counts) =>
        Assert.Equal(counts, LockFileName.Parse("z", file) is not null);

    [Fact]
    public async Task A_held_lock_is_an_empty_file_in_MLEMs_format_and_goes_with_its_release()
    {
        await using (await AcquireAsync(10))
        {
            string file = Assert.Single(Directory.GetFiles(_folder));
            Assert.Matches(@"^dep\.mlem\.state\.[0-9]{19}\.[0-9]+\.lock$", Path.GetFileName(file));
            Assert.Equal(0, new FileInfo(file).Length);
        }

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task MLEMs_lock_is_waited_for_and_never_taken_away()
    {
        string theirs = Path.Combine(_folder, Name + ".1795461502095859385.3962.lock");
        await File.WriteAllTextAsync(theirs, "", Cancellation);

        var error = await Assert.ThrowsAsync<MlemException>(() => AcquireAsync(0.3));

        Assert.Equal("StateLockTimeout", error.ErrorId);
        Assert.Contains(theirs, error.Message, StringComparison.Ordinal);
        Assert.Equal([theirs], Directory.GetFiles(_folder));
        Task<StateLock> waiting = AcquireAsync(10);
        File.Delete(theirs);
        await (await waiting).DisposeAsync();
    }

    [Fact]
    public async Task A_lock_of_a_killed_process_of_ours_is_taken_away()
    {
        string stale = Path.Combine(_folder, LockFileName.New(Name, ThisMachine.Digits, held: true).File);
        await File.WriteAllTextAsync(stale, "", Cancellation);
        long start = Stopwatch.GetTimestamp();
        await using (await AcquireAsync(10))
            Assert.False(File.Exists(stale));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("00000000", true)]
    [InlineData(null, false)]
    public async Task A_lock_of_another_machine_or_without_a_hold_is_left_alone(string? machine, bool held)
    {
        string other = Path.Combine(_folder, LockFileName.New(Name, machine ?? ThisMachine.Digits, held).File);
        await File.WriteAllTextAsync(other, "", Cancellation);
        Assert.Equal("StateLockTimeout", (await Assert.ThrowsAsync<MlemException>(() => AcquireAsync(0.3))).ErrorId);
        Assert.True(File.Exists(other));
    }

    [Fact]
    public async Task Only_one_of_many_holds_at_a_time()
    {
        int inside = 0;
        int most = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            await using StateLock held = await AcquireAsync(60);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        }));
        Assert.Equal(1, most);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task Giving_up_leaves_no_file()
    {
        await using StateLock held = await AcquireAsync(10);
        using var stop = new CancellationTokenSource();
        Task<StateLock> waiting = StateLock.AcquireAsync(_folder, Name, TimeSpan.FromMinutes(1), NullOperationObserver.Instance, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Single(Directory.GetFiles(_folder));
    }

    private Task<StateLock> AcquireAsync(double seconds) => StateLock.AcquireAsync(
        _folder, Name, TimeSpan.FromSeconds(seconds), NullOperationObserver.Instance, Cancellation);
}
