using System.Diagnostics;
using Mlem.Docker.Context;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Context;

/// <summary>Of several processes at once on one target exactly one wins, also where they are of several users.</summary>
public sealed class TwoProcessesTests : IDisposable
{
    private const int Processes = 4;

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-docker-processes-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    /// <summary>Writes a model's folder when a line comes in; says what came of it.</summary>
    internal static string Export(string[] arguments)
    {
        DockerContext context = DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(arguments[0])) { NoDefaultConstraint = true }).GetAwaiter().GetResult();
        Console.Out.WriteLine("ready");
        Console.In.ReadLine();
        try
        {
            context.WriteFolderAsync(arguments[1], arguments[2] == "force").GetAwaiter().GetResult();
            return "written";
        }
        catch (MlemException e)
        {
            return e.ErrorId;
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Exactly_one_process_wins(bool severalUsers, bool force)
    {
        // The claims lie in the user's home, so another home is what another user is.
        string target = Path.Combine(_work, "out");
        Process[] processes = [.. Enumerable.Range(0, Processes).Select(i => Start(target, severalUsers ? Path.Combine(_work, $"home{i}") : null, force))];
        foreach (Process process in processes)
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        foreach (Process process in processes)
            await process.StandardInput.WriteLineAsync("go");
        string[] outcomes = await Task.WhenAll(processes.Select(p => p.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)));
        foreach (Process process in processes)
            process.Dispose();

        if (force)
            Assert.Contains("written", outcomes);
        else
            Assert.Single(outcomes, o => o == "written");
        Assert.Empty(outcomes.Except(["written", "TargetBusy", "TargetNotEmpty"]));
        Assert.Equal(["out"], Directory.GetFileSystemEntries(_work).Select(Path.GetFileName).Where(n => !n!.StartsWith("home", StringComparison.Ordinal)));
        Assert.True(File.Exists(Path.Combine(target, "Dockerfile")));
    }

    // What a race of processes may never meet: each moment at which another user's call may have been faster.
    [Fact]
    public void Whoever_comes_second_says_so_and_leaves_what_the_first_has_written()
    {
        string target = Path.Combine(_work, "out");
        Folder(target, "first");
        Assert.Equal("TargetNotEmpty", Assert.Throws<MlemException>(() => FolderTarget.Replace(target, Folder("two", "second"), force: false)).ErrorId);
        Assert.Equal("first", Directory.GetFiles(target).Select(Path.GetFileName).Single());

        FolderTarget.Replace(target, Folder("three", "third"), force: true);
        Assert.Equal("third", Directory.GetFiles(target).Select(Path.GetFileName).Single());

        Directory.Delete(target, recursive: true);
        Directory.CreateDirectory(target);
        FolderTarget.Replace(target, Folder("four", "fourth"), force: false);
        Assert.Equal("fourth", Directory.GetFiles(target).Select(Path.GetFileName).Single());
        Assert.Equal(["out", "two"], Directory.GetDirectories(_work).Select(Path.GetFileName).Order());
    }

    private string Folder(string name, string file)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_work, name)).FullName;
        File.WriteAllText(Path.Combine(folder, file), file);
        return folder;
    }

    private static Process Start(string target, string? home, bool force)
    {
        ProcessStartInfo start = ChildProcess.Start("export", Golden.Path("models", "a_sklearn_df", "model"), target, force ? "force" : "new");
        if (home is not null)
            start.Environment["HOME"] = home;
        return Process.Start(start)!;
    }
}
