namespace Mlem.Docker.Tests.Context;

/// <summary>CPU builds of torch are asked for, and suggested where nothing speaks against them.</summary>
public sealed class TorchBuildTests : IDisposable
{
    private const string Torch = "- module: torch\n  version: 1.13.1\n";
    private const string Index = "--extra-index-url https://download.pytorch.org/whl/cpu\n";

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-torch-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData(Torch, "torch==1.13.1")]
    [InlineData("- module: torch\n  version: 2.0.1+cu118\n- module: torchvision\n", "torch==2.0.1\ntorchvision")]
    public async Task They_come_from_PyTorchs_own_index(string requirements, string lines)
    {
        DockerContext context = await DescribeAsync(requirements, cpuOnly: true);
        Assert.StartsWith(Index + lines, context.ReadText("requirements.txt"), StringComparison.Ordinal);
        Assert.DoesNotContain(context.Warnings, w => w.Contains("CUDA", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Torch, null, null, true)]
    [InlineData("- module: numpy\n  version: 1.24.2\n", null, null, false)]
    [InlineData(Torch, "linux/arm64", null, false)]
    [InlineData(Torch, null, "PIP_EXTRA_INDEX_URL=https://e.org", false)]
    [InlineData("- module: torch\n  version: 1.13.1\n  extra_index: https://e.org\n", null, null, false)]
    public async Task They_are_suggested_with_the_numbers(string requirements, string? platform, string? buildArg, bool suggested)
    {
        DockerContext context = await DescribeAsync(requirements, platform: platform, buildArg: buildArg);
        Assert.Equal(suggested, context.Warnings.Any(w => w.Contains("-CpuOnly", StringComparison.Ordinal) && w.Contains("887 MB", StringComparison.Ordinal)));
        Assert.DoesNotContain("download.pytorch.org", context.ReadText("requirements.txt"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.13.1+cpu", null, true)]
    [InlineData("2.0.1+cu118", null, true)]
    [InlineData("2.0.1+cu118", "PIP_EXTRA_INDEX_URL=https://e.org", false)]
    public async Task A_build_that_PyPI_does_not_have_is_warned_of(string version, string? buildArg, bool warned)
    {
        DockerContext context = await DescribeAsync($"- module: torch\n  version: {version}\n", buildArg: buildArg);
        Assert.Equal(warned, context.Warnings.Any(w => w.Contains($"torch=={version}", StringComparison.Ordinal) && w.Contains("-CpuOnly", StringComparison.Ordinal)));
        Assert.DoesNotContain(context.Warnings, w => w.Contains("887 MB", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_index_that_is_given_is_the_one_that_counts()
    {
        DockerContext context = await DescribeAsync(Torch, cpuOnly: true, buildArg: "PIP_INDEX_URL=https://e.org");
        Assert.DoesNotContain("download.pytorch.org", context.ReadText("requirements.txt"), StringComparison.Ordinal);
        Assert.Contains(context.Warnings, w => w.Contains("-CpuOnly", StringComparison.Ordinal));
    }

    private Task<DockerContext> DescribeAsync(string requirements, bool cpuOnly = false, string? platform = null, string? buildArg = null)
    {
        string file = Path.Combine(_work, "model.mlem");
        File.WriteAllText(file, "object_type: model\nrequirements:\n" + requirements);
        return DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(file))
            {
                WorkingFolder = _work,
                CpuOnly = cpuOnly,
                Args = new DockerBuildArgs { Platform = platform, BuildArg = buildArg is null ? [] : [buildArg] },
            },
            TestContext.Current.CancellationToken);
    }
}
