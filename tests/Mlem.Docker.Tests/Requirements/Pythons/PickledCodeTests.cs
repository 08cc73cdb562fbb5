using System.Buffers.Binary;
using Mlem.Docker.Requirements;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Requirements.Pythons;

/// <summary>The Python that wrote a model's bytecode decides (MLEM.md 69, golden/pickled_code).</summary>
public sealed class PickledCodeTests
{
    [Theory]
    [InlineData("3.8", "3.8 to 3.9", "3.9.25")]
    [InlineData("3.9", "3.8 to 3.9", "3.9.25")]
    [InlineData("3.10", "3.10", "3.10.21")]
    [InlineData("3.11", "3.11", "3.11.16")]
    [InlineData("3.12", "3.12", "3.12.14")]
    [InlineData("3.13", "3.13", "3.13.15")]
    public async Task An_image_has_the_python_that_wrote_the_code(string python, string writers, string version)
    {
        foreach (string function in (string[])["calls", "raises", "closure"])
        {
            string file = Golden.Path("pickled_code", python, function);
            await using FileStream pickle = File.OpenRead(file);
            Assert.Equal(writers, PickledCode.WritersOf(pickle, TestContext.Current.CancellationToken)?.ToString());
            DockerContext context = await DescribeAsync(file);
            Assert.Equal(version, context.PythonVersion);
            Assert.Contains($"FROM python:{version}-slim", context.ReadText("Dockerfile"), StringComparison.Ordinal);
            Assert.Contains("bytecode", context.PythonReason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("3.11", 11)]
    [InlineData("3.12", 11)]
    [InlineData("3.13", 13)]
    public async Task A_function_without_a_call_runs_on_both_that_can_have_written_it(string python, int minor)
    {
        DockerContext context = await DescribeAsync(Golden.Path("pickled_code", python, "plain"));
        Assert.StartsWith($"3.{minor}.", context.PythonVersion, StringComparison.Ordinal);
    }

    // cloudpickle, or dill called by hand, puts code into any pickle.
    [Theory]
    [InlineData("3.10")]
    [InlineData("3.13")]
    public async Task Code_in_the_pickle_of_another_kind_of_model_decides_too(string python)
    {
        string folder = Directory.CreateTempSubdirectory("mlem-docker-code").FullName;
        try
        {
            File.Copy(Golden.Path("pickled_code", python, "calls"), Path.Combine(folder, "calls"));
            string text = await File.ReadAllTextAsync(Golden.Path("pickled_code", python, "calls.mlem"), TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "calls.mlem"),
                text.Replace("  data.pkl:", "  data:", StringComparison.Ordinal).Replace("type: callable", "type: sklearn", StringComparison.Ordinal),
                TestContext.Current.CancellationToken);
            Assert.StartsWith(python + ".", (await DescribeAsync(Path.Combine(folder, "calls"))).PythonVersion, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("3.9", "3.8.20", null)]
    [InlineData("3.9", "3.10", "PythonCannotRunCode")]
    [InlineData("3.10", "3.11.2", "PythonCannotRunCode")]
    [InlineData("3.13", "3.12.1", "PythonCannotRunCode")]
    [InlineData("3.13", "3.13.0", null)]
    public async Task Another_python_is_refused(string python, string given, string? errorId)
    {
        string model = Golden.Path("pickled_code", python, "calls");
        var request = new DockerContextRequest(MlemModel.Load(model)) { Args = new DockerBuildArgs { PythonVersion = given } };
        if (errorId is null)
        {
            Assert.Equal(given, (await DockerContext.CreateAsync(request, TestContext.Current.CancellationToken)).PythonVersion);
            return;
        }

        MlemException error = await Assert.ThrowsAsync<MlemException>(() => DockerContext.CreateAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal(errorId, error.ErrorId);
        Assert.Contains("calls", error.Message, StringComparison.Ordinal);
        Assert.Equal(given, (await DockerContext.CreateAsync(request with { AsMlem = true }, TestContext.Current.CancellationToken)).PythonVersion);
    }

    [Fact]
    public void A_base_image_with_another_python_is_refused()
    {
        var question = new PythonQuestion([]) { BaseImage = "python:3.11-slim", Code = PythonMinors.Parse("3.8-3.9"), CodeFile = "f" };
        Assert.Equal("PythonCannotRunCode", Assert.Throws<MlemException>(() => PythonChooser.Choose(question)).ErrorId);
        Assert.Equal(9, PythonChooser.Choose(question with { BaseImage = "python:3.9-slim" }).Minor);
    }

    [Fact]
    public void Code_wins_over_wheels_and_the_missing_ones_are_named()
    {
        var question = new PythonQuestion([new PinnedPackage("numpy", "1.22.4", "a test")]) { Code = PythonMinors.Parse("3.12"), CodeFile = "f" };
        PythonChoice choice = PythonChooser.Choose(question);
        Assert.Equal(12, choice.Minor);
        Assert.Contains("numpy==1.22.4", Assert.Single(choice.Warnings), StringComparison.Ordinal);
        // Within a pair, wheels decide.
        Assert.Equal(8, PythonChooser.Choose(new PythonQuestion([new PinnedPackage("tensorflow", "2.2.0", "a test")])
        {
            Code = PythonMinors.Parse("3.8-3.9"),
            CodeFile = "f",
        }).Minor);
        Assert.Equal("PythonNotSupported", Assert.Throws<MlemException>(
            () => PythonChooser.Choose(question with { Code = PythonMinors.Parse("3.14") })).ErrorId);
    }

    [Fact]
    public void What_is_no_pickle_or_has_no_code_says_nothing()
    {
        Assert.Null(PickledCode.WritersOf(new MemoryStream("no pickle at all"u8.ToArray()), TestContext.Current.CancellationToken));
        Assert.Null(PickledCode.WritersOf(new MemoryStream([]), TestContext.Current.CancellationToken));
        using FileStream sklearn = File.OpenRead(Golden.Path("models", "a_sklearn_df", "model"));
        Assert.Null(PickledCode.WritersOf(sklearn, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_pickle_that_is_cut_or_damaged_anywhere_ends_the_reading()
    {
        byte[] whole = File.ReadAllBytes(Golden.Path("pickled_code", "3.12", "closure"));
        var random = new Random(5);
        for (int i = 0; i < whole.Length; i++)
        {
            PickledCode.WritersOf(new MemoryStream(whole, 0, i), TestContext.Current.CancellationToken);
            byte[] damaged = [.. whole];
            damaged[i] = (byte)random.Next(256);
            PickledCode.WritersOf(new MemoryStream(damaged), TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public void A_length_that_the_file_does_not_have_costs_no_memory()
    {
        byte[] pickle = [0x80, 4, 0x8e, 0, 0, 0, 0, 0, 0, 0, 0x7f, (byte)'.'];
        BinaryPrimitives.WriteInt64LittleEndian(pickle.AsSpan(3), long.MaxValue);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Null(PickledCode.WritersOf(new MemoryStream(pickle), TestContext.Current.CancellationToken));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    private static Task<DockerContext> DescribeAsync(string model) => DockerContext.CreateAsync(
        new DockerContextRequest(MlemModel.Load(model)), TestContext.Current.CancellationToken);
}
