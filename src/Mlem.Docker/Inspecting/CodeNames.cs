using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>
/// The names that a function of the file uses (a code object's <c>co_names</c>): the function runs when the model is called,
/// and some of them a model has no reason for.
/// </summary>
internal static class CodeNames
{
    private static readonly HashSet<string> Dangerous = new(StringComparer.Ordinal)
    {
        "system", "popen", "Popen", "subprocess", "execv", "execve", "execvp", "execvpe", "execl", "execlp", "spawnl", "spawnv", "spawnlp",
        "spawnvp", "posix_spawn", "fork", "forkpty", "check_output", "check_call", "getoutput", "getstatusoutput", "pty", "socket",
        "create_connection", "urlopen", "urlretrieve", "ctypes", "CDLL", "exec", "eval", "__import__", "import_module", "runpy", "run_path",
        "run_module", "marshal", "__subclasses__", "__globals__", "__builtins__", "rmtree", "startfile", "ShellExecute",
    };

    /// <summary>Those that stand in the arguments of a code object; none for any other call.</summary>
    public static IReadOnlyList<string> In(PickleUse use)
    {
        if (use is not { Kind: PickleUseKind.Call, Target: PickleGlobal global, Arguments: PickleSequence { Items: { } arguments } }
            || global.ToString() is not ("dill._dill._create_code" or "dill.dill._create_code" or "types.CodeType"))
        {
            return [];
        }

        // After the code come its constants, and after them the names.
        int code = arguments.ToList().FindIndex(1, a => a is PickleBytes);
        return code >= 0 && arguments.Count > code + 2 && arguments[code + 2] is PickleSequence { Items: { } names }
            ? [.. names.OfType<PickleText>().Select(n => n.Value).Where(Dangerous.Contains).Distinct()] : [];
    }
}
