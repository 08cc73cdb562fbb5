using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>
/// The classes that a pickle makes itself, as dill and cloudpickle do for those of a notebook. Their methods are code of the
/// file: some of them Python calls while it makes objects and gives them their state.
/// </summary>
internal sealed class PickledClasses
{
    private const int Most = 10_000;
    private const int MaxDepth = 20;
    private const long MostWork = 10_000_000;

    // What is called only when somebody calls it, or is no code.
    private static readonly HashSet<string> Quiet = new(StringComparer.Ordinal)
    {
        "__init__", "__repr__", "__str__", "__len__", "__call__", "__module__", "__doc__", "__qualname__", "__dict__", "__weakref__",
        "__slots__", "__annotations__", "__eq__", "__iter__", "__next__", "__getitem__", "__contains__", "__enter__", "__exit__", "__lt__",
        "__le__", "__gt__", "__ge__", "__ne__", "__add__", "__sub__", "__mul__", "__truediv__", "__neg__", "__format__", "__bool__",
        "__firstlineno__", "__static_attributes__", "__dataclass_fields__", "__dataclass_params__", "__match_args__", "__abstractmethods__",
        "__parameters__", "__orig_bases__", "__reduce__", "__reduce_ex__", "__getstate__", "__sizeof__", "__dir__",
    };

    // Whose code does not run, and what it cost to find that out: classes may have each other as bases, many times over.
    private readonly HashSet<(PickleCall Type, bool IsCalled)> _quiet = [];
    private long _work;

    private readonly Dictionary<PickleCall, bool> _classes = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes what a call makes of classes.</summary>
    public void See(PickleUse use)
    {
        if (use.Target is PickleGlobal { Name: "_class_setstate" } && use.Arguments is PickleSequence { Items: [PickleCall made, var state, ..] })
            Note(made, state);
        else if (use.Target is PickleCall target && Makes(target))
            Note(target, use.Arguments);
    }

    /// <summary>Whether something is a class of the pickle's own.</summary>
    public bool IsOwn(PickleValue value) => value is PickleCall call && Makes(call);

    /// <summary>Whether code of the file runs when an object of the class is made or filled.</summary>
    public bool Runs(PickleCall type, bool isCalled, int depth = MaxDepth)
    {
        if (depth == 0 || _classes.GetValueOrDefault(type) || _work > MostWork)
            return true;
        if (_quiet.Contains((type, isCalled)))
            return false;
        bool runs = Looks(type, isCalled, depth);
        if (!runs && _quiet.Count < Most)
            _quiet.Add((type, isCalled));
        return runs;
    }

    private bool Looks(PickleCall type, bool isCalled, int depth)
    {
        if (type.Arguments is PickleSequence sequence)
            _work += 1 + sequence.Items.Sum(item => (item as PickleDict)?.Entries.Count ?? (item as PickleSequence)?.Items.Count ?? 1);
        return type.Arguments is not PickleSequence { IsCut: false, Items: { } items }
            || items.OfType<PickleDict>().Any(members => IsLoud(members, isCalled))
            // Its metaclass and its bases.
            || items.OfType<PickleSequence>().SelectMany(bases => bases.Items).Concat(items).OfType<PickleCall>().Any(b => Makes(b) && Runs(b, isCalled, depth - 1));
    }

    private static bool Makes(PickleCall call) =>
        call.Global is { Module: "dill._dill" or "dill.dill" or "cloudpickle.cloudpickle" or "cloudpickle.cloudpickle_fast" } global
        && global.Name is "_create_type" or "_make_skeleton_class" or "_create_namedtuple" or "_make_skeleton_enum";

    private static bool IsLoud(PickleDict members, bool isCalled) => members.IsCut || members.Entries.Any(m =>
        m.Key.StartsWith("__", StringComparison.Ordinal)
        && m.Value is PickleCall or PickleGlobal { Module: not "builtins" }
        && (!Quiet.Contains(m.Key) || (isCalled && m.Key == "__init__")));

    private void Note(PickleCall made, PickleValue state)
    {
        IEnumerable<PickleDict> members = state switch
        {
            PickleDict dict => [dict],
            PickleSequence sequence => sequence.Items.OfType<PickleDict>(),
            _ => [],
        };
        _work += members.Sum(m => m.Entries.Count);
        if (_work > MostWork)
            return;
        if (_classes.Count < Most && members.Any(m => IsLoud(m, isCalled: false)))
            _classes[made] = true;
    }
}
