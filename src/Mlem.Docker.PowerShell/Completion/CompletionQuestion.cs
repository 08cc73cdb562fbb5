using System.Collections;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Completion;

/// <summary>What is known while a value is being completed.</summary>
/// <param name="Command">The name of the command.</param>
/// <param name="Word">What was typed of the value, without quotes.</param>
/// <param name="Bound">The parameters of the command that have a value already.</param>
internal sealed record CompletionQuestion(string Command, string Word, IDictionary Bound)
{
    /// <summary>The Engine that the command will use; null for the one that the docker CLI would use.</summary>
    public string? DaemonHost => Plain("DaemonHost") as string ?? (Plain("DockerEnv") as DockerEnv)?.Daemon.Host;

    /// <summary>True when a path is being typed, which PowerShell completes better.</summary>
    public bool IsPath => Word.AsSpan().IndexOfAny('/', '\\') >= 0 || Word.StartsWith('.') || Word.StartsWith('~');

    /// <summary>The folders with templates that the command will use.</summary>
    public IEnumerable<string> TemplateFolders
    {
        get
        {
            object? folders = Plain("TemplatesDir") ?? (Plain("BuildArgs") switch
            {
                DockerBuildArgs args => args.TemplatesDir,
                IDictionary args => args["templates_dir"],
                _ => null,
            });
            return LanguagePrimitives.ConvertTo<string[]?>(folders)?.Select(f => Path.Combine(CurrentFolder ?? string.Empty, f)) ?? [];
        }
    }

    /// <summary>Where the session is in the file system.</summary>
    public static string? CurrentFolder
    {
        get
        {
            // Only its own pipeline may ask.
            using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
            return shell.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath")
                .Invoke<string>().FirstOrDefault();
        }
    }

    /// <summary>The value of another parameter, or null.</summary>
    public object? Plain(string parameter) => Bound[parameter] is PSObject wrapped ? wrapped.BaseObject : Bound[parameter];
}
