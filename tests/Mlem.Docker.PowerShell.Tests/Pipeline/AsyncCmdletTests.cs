using System.Diagnostics;
using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Support;
using Block = System.Func<
    Mlem.Docker.PowerShell.Tests.Pipeline.TestAsyncBlockCommand,
    System.Threading.CancellationToken,
    System.Threading.Tasks.Task>;
using Shell = System.Management.Automation.PowerShell;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

public sealed class AsyncCmdletTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Output_written_on_the_pool_arrives_in_order()
    {
        SessionResult result = Run(async (cmdlet, stop) =>
        {
            for (int i = 0; i < 100; i++)
            {
                await Task.Yield();
                cmdlet.WriteObject(i);
            }

            cmdlet.WriteObject(new[] { 100, 101 }, enumerateCollection: true);
        });

        Assert.Equal(Enumerable.Range(0, 102).Cast<object>(), result.Output);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void The_block_runs_on_the_pool_and_its_writes_on_the_pipeline_thread()
    {
        (int block, int call) threads = default;
        int pipeline = 0;
        SessionResult result = Run((cmdlet, _) =>
        {
            threads.block = Environment.CurrentManagedThreadId;
            threads.call = cmdlet.OnPipelineThread(() => Environment.CurrentManagedThreadId);
            return Task.CompletedTask;
        }, "param($block) Test-AsyncBlock -Block $block; [System.Environment]::CurrentManagedThreadId");
        pipeline = (int)result.Output.Single()!;

        Assert.Equal(pipeline, threads.call);
        Assert.NotEqual(pipeline, threads.block);
    }

    [Fact]
    public void A_failure_of_one_item_is_one_error_record_and_the_others_go_on()
    {
        SessionResult result = Run(
            (cmdlet, _) =>
            {
                if (cmdlet.InputObject is 2)
                {
                    throw new MlemException(
                        "ModelNotFound", MlemErrorCategory.ObjectNotFound, "There is none.", "two.mlem", "Make one.");
                }

                cmdlet.WriteObject(cmdlet.InputObject);
                return Task.CompletedTask;
            },
            "param($block) 1, 2, 3 | Test-AsyncBlock -Block $block");

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.Equal([1, 3], result.Output);
        Assert.Equal("ModelNotFound," + typeof(TestAsyncBlockCommand).FullName, error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, error.CategoryInfo.Category);
        Assert.Equal("two.mlem", error.TargetObject);
        Assert.Equal("There is none.", error.ToString());
        Assert.Equal("Make one.", error.ErrorDetails.RecommendedAction);
        Assert.Null(result.Terminating);
    }

    [Fact]
    public void Every_category_of_the_engine_is_one_of_PowerShell()
    {
        foreach (MlemErrorCategory category in Enum.GetValues<MlemErrorCategory>())
        {
            SessionResult result = Run((_, _) => throw new MlemException("Id", category, "Text."));
            Assert.Equal(category.ToString(), result.Errors.Single().CategoryInfo.Category.ToString());
        }
    }

    [Theory]
    [InlineData(typeof(FileNotFoundException), "FileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData(typeof(UnauthorizedAccessException), "AccessDenied", ErrorCategory.PermissionDenied)]
    [InlineData(typeof(HttpRequestException), "ConnectionFailed", ErrorCategory.ConnectionError)]
    [InlineData(typeof(TimeoutException), "TimedOut", ErrorCategory.OperationTimeout)]
    [InlineData(typeof(OperationCanceledException), "OperationCanceled", ErrorCategory.OperationStopped)]
    [InlineData(typeof(IOException), "InputOutputFailed", ErrorCategory.DeviceError)]
    [InlineData(typeof(NullReferenceException), "UnexpectedFailure", ErrorCategory.NotSpecified)]
    public void Failures_of_the_base_library_have_stable_ids(Type type, string id, ErrorCategory category)
    {
        SessionResult result = Run((_, _) => throw (Exception)Activator.CreateInstance(type)!);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
    }

    [Fact]
    public void With_ErrorAction_Stop_an_error_ends_the_block_at_once()
    {
        bool wentOn = false;
        SessionResult result = Run(
            (cmdlet, _) =>
            {
                cmdlet.WriteError(new MlemException("First", MlemErrorCategory.InvalidData, "First."));
                wentOn = true;
                return Task.CompletedTask;
            },
            "param($block) Test-AsyncBlock -Block $block -ErrorAction Stop");

        Assert.IsType<ActionPreferenceStopException>(result.Terminating);
        Assert.False(wentOn);
    }

    [Fact]
    public void A_failure_before_the_first_input_is_terminating()
    {
        Block begin = (_, _) => throw new MlemException("NoDaemon", MlemErrorCategory.ConnectionError, "Down.");
        SessionResult result = _session.Invoke(
            "param($begin, $block) try { 1, 2 | Test-AsyncBlock -Begin $begin -Block $block } catch { $_ }",
            begin,
            (Block)((cmdlet, _) => Task.FromException(new InvalidOperationException())));

        var caught = Assert.IsType<ErrorRecord>(Assert.Single(result.Output));
        Assert.StartsWith("NoDaemon,", caught.FullyQualifiedErrorId);
        Assert.Empty(result.Errors);
    }

    [Fact]
    public async Task Stopping_cancels_the_work_and_returns_within_a_second()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        Block block = async (_, stop) =>
        {
            started.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
            finally
            {
                cancelled.SetResult();
            }
        };

        (TimeSpan took, PSInvocationState state) = await StopAsync(block, started.Task);

        await cancelled.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal(PSInvocationState.Stopped, state);
        Assert.True(took < TimeSpan.FromSeconds(1), $"It took {took}.");
    }

    [Fact]
    public async Task Stopping_returns_within_a_second_even_if_the_work_is_deaf_and_the_work_may_finish()
    {
        var started = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var finished = new TaskCompletionSource();
        Block block = async (cmdlet, _) =>
        {
            started.SetResult();
            await release.Task;
            cmdlet.WriteVerbose("Nobody hears this.");
            finished.SetResult();
        };

        (TimeSpan took, _) = await StopAsync(block, started.Task);
        release.SetResult();

        await finished.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(took < TimeSpan.FromSeconds(1.2), $"It took {took}.");
    }

    [Fact]
    public void A_pipeline_that_has_had_enough_cancels_the_work()
    {
        bool cancelled = false;
        SessionResult result = Run(
            (cmdlet, stop) =>
            {
                try
                {
                    for (int i = 0; ; i++)
                        cmdlet.WriteObject(i);
                }
                catch (OperationCanceledException)
                {
                    cancelled = stop.IsCancellationRequested;
                    throw;
                }
            },
            """
            param($block)
            foreach ($_ in 1) { Test-AsyncBlock -Block $block | ForEach-Object { $_; if ($_ -ge 2) { break } } }
            """);

        Assert.Equal([0, 1, 2], result.Output);
        Assert.True(cancelled);
    }

    [Fact]
    public void WhatIf_answers_no()
    {
        SessionResult result = Run(
            (cmdlet, _) =>
            {
                cmdlet.WriteObject(cmdlet.ShouldProcess("image", "remove"));
                return Task.CompletedTask;
            },
            "param($block) Test-AsyncBlock -Block $block -WhatIf; Test-AsyncBlock -Block $block");

        Assert.Equal([false, true], result.Output);
    }

    [Fact]
    public void What_the_engine_says_goes_to_the_streams_in_order()
    {
        SessionResult result = Run(
            (cmdlet, _) =>
            {
                cmdlet.Reports.Verbose("v");
                cmdlet.Reports.Debug("d");
                cmdlet.Reports.Warning("w");
                return Task.CompletedTask;
            },
            "param($block) Test-AsyncBlock -Block $block -Verbose -Debug *>&1");

        Assert.Equal(["v", "d", "w"], result.Output.Select(record => record!.ToString()));
    }

    [Fact]
    public void What_a_function_on_the_pipeline_thread_throws_comes_to_the_caller()
    {
        SessionResult result = Run((cmdlet, _) =>
        {
            Assert.Throws<InvalidTimeZoneException>(
                () => cmdlet.OnPipelineThread<int>(() => throw new InvalidTimeZoneException()));
            cmdlet.WriteObject("caught");
            return Task.CompletedTask;
        });

        Assert.Equal("caught", Assert.Single(result.Output));
    }

    private SessionResult Run(Block block, string script = "param($block) Test-AsyncBlock -Block $block") =>
        _session.Invoke(script, block);

    private async Task<(TimeSpan, PSInvocationState)> StopAsync(Block block, Task started)
    {
        using Shell shell = _session.Create();
        shell.AddCommand("Test-AsyncBlock").AddParameter("Block", block);
        IAsyncResult running = shell.BeginInvoke();
        await started.WaitAsync(Patience, TestContext.Current.CancellationToken);
        long before = Stopwatch.GetTimestamp();
        await shell.StopAsync(null, null);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        return (Stopwatch.GetElapsedTime(before), shell.InvocationStateInfo.State);
    }
}
