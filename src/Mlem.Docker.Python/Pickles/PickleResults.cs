using System.Text;

namespace Mlem.Docker.Python.Pickles;

/// <summary>What functions return whose result is known without calling them: those that only look something up.</summary>
internal static class PickleResults
{
    /// <summary>The result; a <see cref="PickleCall"/> for an object of a class; null where it is not known.</summary>
    public static PickleValue? Of(PickleGlobal function, PickleValue arguments)
    {
        if (arguments is not PickleSequence { IsCut: false, Items: { Count: > 0 } items })
            return null;
        switch (function.ToString())
        {
            case "builtins.getattr" or "__builtin__.getattr" or "dill._dill._get_attr" or "dill.dill._get_attr":
                return Attribute(items);
            case "dill._dill._import_module" or "dill.dill._import_module" or "cloudpickle.cloudpickle.subimport"
                or "importlib.import_module" or "builtins.__import__" or "__builtin__.__import__":
                return items[0] is PickleText { IsCut: false } module ? new PickleGlobal(module.Value, string.Empty) : null;
            case "dill._dill._load_type" or "dill.dill._load_type" or "cloudpickle.cloudpickle._builtin_type":
                return items[0] is PickleText { IsCut: false } type
                    ? new PickleGlobal(type.Value.EndsWith("Type", StringComparison.Ordinal) ? "types" : "builtins", type.Value) : null;
            // NumPy's ufuncs say so what they are.
            case "numpy.core._ufunc_reconstruct" or "numpy._core._ufunc_reconstruct":
                return items is [PickleText { IsCut: false } of, PickleText { IsCut: false } name, ..]
                    ? new PickleGlobal(of.Value, name.Value) : null;
            // Bytes in protocols that have none.
            case "_codecs.encode":
                return items is [PickleText text, PickleText { Value: "latin1" or "latin-1" }]
                    ? new PickleBytes(Encoding.Latin1.GetBytes(text.Value), text.IsCut ? text.Value.Length + 1 : text.Value.Length) : null;
            case "copyreg._reconstructor" or "copy_reg._reconstructor" or "copyreg.__newobj__" or "copyreg.__newobj_ex__":
                return new PickleCall(items[0], Rest(items));
            default:
                return null;
        }
    }

    private static PickleGlobal? Attribute(IReadOnlyList<PickleValue> items) =>
        items is [PickleGlobal { IsHidden: false } of, PickleText { IsCut: false } name, ..]
            ? new PickleGlobal(of.Module, of.Name.Length == 0 ? name.Value : $"{of.Name}.{name.Value}") : null;

    private static PickleSequence Rest(IReadOnlyList<PickleValue> items)
    {
        var rest = new PickleSequence(isTuple: true);
        foreach (PickleValue item in items.Skip(1))
            rest.Add(item, long.MaxValue);
        return rest;
    }
}
