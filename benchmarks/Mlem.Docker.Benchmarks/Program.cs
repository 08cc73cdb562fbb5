using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Mlem.Docker.Benchmarks;

if (args is ["yaml", var file])
{
    Console.WriteLine(WarmYaml.MedianSeconds(file).ToString("F6"));
    return 0;
}

// In this process: the projects that BenchmarkDotNet would generate do not know this repository's package versions.
IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
BenchmarkSwitcher.FromAssembly(typeof(WarmYaml).Assembly).Run(args.Length == 0 ? ["--filter", "*"] : args, config);
return 0;
