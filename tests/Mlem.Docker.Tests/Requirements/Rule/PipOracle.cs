using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Mlem.Docker.Tests.Requirements.Rule;

/// <summary>The real pip's reader of requirements files, in a Python process of its own.</summary>
internal static class PipOracle
{
    private static string Python => Environment.GetEnvironmentVariable("MLEM_DOCKER_TEST_PYTHON") ?? "/usr/bin/python3";

    public static async Task RequireAsync(CancellationToken cancellationToken)
    {
        string? missing = File.Exists(Python) ? null : $"there is no {Python}";
        if (missing is null)
        {
            using Process process = Start("-c", "import pip._internal.req.req_file");
            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken);
            missing = process.ExitCode == 0 ? null : "python3-pip is not installed (apt-get install python3-pip)";
        }

        Peers.Require(Peers.Pip, missing);
    }

    /// <summary>What pip makes of each text, in order.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ReadAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        using Process process = Start(RepositoryRoot.Combine("tests", "Mlem.Docker.Tests", "Requirements", "Rule", "pip_oracle.py"));
        Task<List<JsonElement>> answers = AnswersAsync(process, cancellationToken);
        foreach (string text in texts)
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(text).AsMemory(), cancellationToken);
        process.StandardInput.Close();
        List<JsonElement> all = await answers;
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(texts.Count, all.Count);
        return all;
    }

    private static async Task<List<JsonElement>> AnswersAsync(Process process, CancellationToken cancellationToken)
    {
        List<JsonElement> answers = [];
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line)
            answers.Add(JsonSerializer.Deserialize<JsonElement>(line));
        return answers;
    }

    private static Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new(Python, ["-W", "ignore", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        return Process.Start(start)!;
    }
}
