using Mlem.Docker.Templates.Library;
using Mlem.Docker.Templates.Runtime;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary>What stands on the left of an assignment.</summary>
internal abstract class Target(int start, int stop) : Node(start, stop)
{
    /// <summary>Stores into a scope; <paramref name="frame"/> is where names are looked up.</summary>
    public abstract void Store(object? value, Frame frame);

    public abstract void Declare(Symbols scope, bool parameter);
}

internal sealed class NameTarget(string name, bool parameter, int start, int stop) : Target(start, stop)
{
    public string Name => name;

    /// <summary>Whether the name belongs to its own tag, as in <c>with</c>.</summary>
    public bool Parameter => parameter;

    public override void Store(object? value, Frame frame) => frame.Assign(name, value);

    public override void Declare(Symbols scope, bool parameter)
    {
        if (parameter) scope.Declare(name);
        else scope.Store(name);
    }
}

internal sealed class TupleTarget(IReadOnlyList<Target> items, int start, int stop) : Target(start, stop)
{
    public override IEnumerable<Node> Children => items;

    public override void Store(object? value, Frame frame)
    {
        List<object?> values = [];
        foreach (object? item in PySequences.Iterate(value))
        {
            if (values.Count == items.Count)
                throw PythonError.Value($"too many values to unpack (expected {items.Count})");
            values.Add(item);
        }

        if (values.Count < items.Count)
            throw PythonError.Value($"not enough values to unpack (expected {items.Count}, got {values.Count})");
        for (int i = 0; i < values.Count; i++) items[i].Store(values[i], frame);
    }

    public override void Declare(Symbols scope, bool parameter)
    {
        foreach (Target item in items) item.Declare(scope, parameter);
    }
}

/// <summary><c>set namespace.name = …</c>.</summary>
internal sealed class NamespaceTarget(string name, string attribute, int start, int stop) : Target(start, stop)
{
    public override void Store(object? value, Frame frame)
    {
        if (frame.Lookup(name) is not Namespace space)
            throw PythonError.Runtime("cannot assign attribute on non-namespace object");
        space.Dict[attribute] = value;
    }

    public override void Declare(Symbols scope, bool parameter) => scope.Load(name);
}
