using Mlem.Docker.Artifacts;
using Mlem.Docker.Python.Pickles;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Inspecting;

/// <summary>Gathers what the pickles of a file do: modules, versions, the Python that wrote it, and what deserves attention.</summary>
internal sealed class PickleAudit(GlobalJudge judge) : IPickleSink
{
    private const int MostFindings = 500;
    private const int MostModules = 5000;
    private const int MostGlobals = 100_000;
    private const int LongestModule = 1000;
    private const int MostTexts = 10_000;

    private readonly PickledClasses _classes = new();
    private int _texts;
    private readonly HashSet<(PickleValue, PickleUseKind)> _seen = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly HashSet<string> _modules = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FoundVersion> _versions = new(StringComparer.Ordinal);
    private readonly List<PickleFinding> _findings = [];

    /// <summary>The part of the file that is read now; empty for the file itself.</summary>
    public string Member { get; set; } = string.Empty;

    /// <summary>What deserves attention.</summary>
    public IReadOnlyList<PickleFinding> Findings => _findings;

    /// <summary>The modules that are imported.</summary>
    public IReadOnlyCollection<string> Modules => _modules;

    /// <summary>The versions of packages that stand in the file.</summary>
    public IReadOnlyCollection<FoundVersion> Versions => _versions.Values;

    /// <summary>The Pythons that can have written the code in the file; null for a file without code.</summary>
    public PythonMinors? Writers { get; private set; }

    /// <summary>Whether the program that loads it is asked for objects.</summary>
    public bool HasPersistentIds { get; private set; }

    /// <summary>Adds a version that stands in a file; of several of one package, the newest.</summary>
    public void Add(FoundVersion version)
    {
        if (!_versions.TryGetValue(version.Package, out FoundVersion? before) || before.IsOlderThan(version))
            _versions[version.Package] = version;
    }

    /// <inheritdoc/>
    public bool IsDangerous(PickleGlobal global) => DangerousGlobals.Shipped.Find(global) is not null;

    /// <summary>Adds what was seen.</summary>
    public void See(PickleUse use)
    {
        switch (use.Kind)
        {
            case PickleUseKind.Import:
                var global = (PickleGlobal)use.Target;
                if (!global.IsHidden && _modules.Count < MostModules && global.Module.Length <= LongestModule)
                    _modules.Add(global.Module);
                if (_seen.Count >= MostGlobals || _seen.Add((global, use.Kind)))
                    Judge(use, global, GlobalUse.Held, ValueText.Of(global));
                break;
            case PickleUseKind.Call or PickleUseKind.New:
                Called(use);
                break;
            case PickleUseKind.Build:
                Built(use);
                break;
            case PickleUseKind.Fill:
                Filled(use);
                break;
            case PickleUseKind.Persistent:
                HasPersistentIds = true;
                break;
            case PickleUseKind.Extension:
                Tell(use, GlobalDanger.Hides, $"copyreg {ValueText.Of(use.Target)}");
                break;
        }
    }

    private void Called(PickleUse use)
    {
        bool isCall = use.Kind == PickleUseKind.Call;
        _classes.See(use);
        switch (use.Target)
        {
            case PickleGlobal global:
                Writers = PickledCode.Narrow(Writers, use);
                foreach (string name in CodeNames.In(use))
                    Tell(use, GlobalDanger.Evaluates, Messages.FormatFunctionUses(name));
                GlobalUse needed = isCall ? GlobalUse.Called : GlobalUse.Made;
                // Without arguments that could do harm, a class that may be made may be called too.
                if (isCall && use.Arguments is PickleSequence { Items.Count: 0, IsCut: false } && HarmlessGlobals.IsClass(global.Name))
                    needed = GlobalUse.Made;
                if (IsOwnSetter(global, use.Arguments) || IsBoundMethod(global, use.Arguments))
                    return;
                if (judge.Judge(global, needed).Verdict is not Verdict.Harmless)
                    Judge(use, global, needed, Text(global, use.Arguments));
                break;
            case PickleCall type when _classes.IsOwn(type):
                if (_classes.Runs(type, isCall))
                    Tell(use, GlobalDanger.OwnCode, Text(type, use.Arguments));
                break;
            default:
                Tell(use, use.Target is PickleCall ? GlobalDanger.OwnCode : GlobalDanger.Hides, Text(use.Target, use.Arguments));
                break;
        }
    }

    private void Built(PickleUse use)
    {
        if (use.Target is PickleGlobal global)
            Tell(use, GlobalDanger.Changes, Text(global, use.Arguments));
        _classes.See(use);
        if (use.Target is PickleCall { Callable: PickleCall type } && _classes.IsOwn(type) && _classes.Runs(type, isCalled: false))
            Tell(use, GlobalDanger.OwnCode, Text(type, use.Arguments));
        if (PickledVersion.Of(use) is { } version)
            Add(version);
    }

    private void Filled(PickleUse use)
    {
        if (use.Target is PickleGlobal global)
            Tell(use, GlobalDanger.Changes, Text(global, use.Arguments));
        else if (use.Target is PickleCall { Callable: PickleCall type } && _classes.IsOwn(type))
            Tell(use, GlobalDanger.OwnCode, Text(type, use.Arguments));
    }

    // dill fills the cells of closures so.
    private static bool IsOwnSetter(PickleGlobal global, PickleValue arguments) =>
        global.ToString() is "dill._dill._setattr" && arguments is PickleSequence
        {
            Items: [PickleCall { Global: { Module: "dill._dill", Name: "_create_cell" } }, PickleText { Value: "cell_contents" }, _],
        };

    // A method of an object that is harmless itself; calling it is another matter.
    private bool IsBoundMethod(PickleGlobal global, PickleValue arguments) =>
        global.ToString() is "builtins.getattr" or "__builtin__.getattr" && arguments is PickleSequence
        {
            Items: [PickleCall { Callable: PickleGlobal type }, PickleText { IsCut: false } name],
        }
        && !name.Value.StartsWith("__", StringComparison.Ordinal) && judge.Judge(type, GlobalUse.Made).Verdict == Verdict.Harmless;

    private void Judge(PickleUse use, PickleGlobal global, GlobalUse needed, string what)
    {
        (Verdict verdict, GlobalDanger danger) = judge.Judge(global, needed);
        if (verdict != Verdict.Harmless)
            Add(new PickleFinding(verdict, danger, global.IsHidden ? Messages.HiddenGlobal : what, Member, use.Offset));
    }

    private void Tell(PickleUse use, GlobalDanger danger, string what) =>
        Add(new PickleFinding(Verdict.Dangerous, danger, what, Member, use.Offset));

    private void Add(PickleFinding finding)
    {
        if (_told.Contains(finding.What) || (_findings.Count >= MostFindings && !MakeRoom(finding.Verdict)))
            return;
        _told.Add(finding.What);
        _findings.Add(finding);
    }

    // However much of less weight there was before, what does harm is told.
    private bool MakeRoom(Verdict verdict)
    {
        int weak = verdict == Verdict.Dangerous ? _findings.FindIndex(f => f.Verdict != Verdict.Dangerous) : -1;
        if (weak >= 0)
            _findings.RemoveAt(weak);
        return weak >= 0;
    }

    // Of very many calls the text is that of what they call.
    private string Text(PickleValue callable, PickleValue arguments) =>
        ++_texts <= MostTexts ? ValueText.Call(callable, arguments) : callable is PickleGlobal global ? ValueText.Of(global) : "…";
}
