using Mlem.Docker.Templates.Runtime;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Syntax;

/// <summary><c>value.name</c>.</summary>
internal sealed class AttributeAccess(Expression target, string name, int start, int stop) : Expression(start, stop)
{
    public override IEnumerable<Node> Children => [target];

    protected override object? Compute(Frame frame) => PyAttributes.GetAttribute(target.Evaluate(frame), name);
}

/// <summary><c>value[key]</c>.</summary>
internal sealed class ItemAccess(Expression target, Expression key, int start, int stop) : Expression(start, stop)
{
    public override IEnumerable<Node> Children => [target, key];

    protected override object? Compute(Frame frame)
    {
        object? value = target.Evaluate(frame);
        return key is SliceKey slice
            ? slice.Apply(value, frame)
            : PyAttributes.GetItem(value, key.Evaluate(frame));
    }
}

/// <summary><c>start:stop:step</c> between brackets.</summary>
internal sealed class SliceKey(Expression? from, Expression? to, Expression? step, int start, int stop)
    : Expression(start, stop)
{
    public override IEnumerable<Node> Children => new Node?[] { from, to, step }.OfType<Node>();

    public object Apply(object? value, Frame frame) => PySequences.Slice(
        value, from?.Evaluate(frame), to?.Evaluate(frame), step?.Evaluate(frame), frame.Render.Budget);

    protected override object? Compute(Frame frame) => throw PythonError.Type("a slice stands alone between brackets");
}

/// <summary><c>value(arguments)</c>.</summary>
internal sealed class Call(Expression target, CallArguments arguments, int start, int stop) : Expression(start, stop)
{
    public override IEnumerable<Node> Children => arguments.Nodes.Prepend(target);

    public object? Invoke(Frame frame, object? caller)
    {
        object? value = target.Evaluate(frame);
        Arguments given = arguments.Evaluate(frame);
        if (caller is not null)
            given = given with { Keywords = [.. given.Keywords, new KeyValuePair<string, object?>("caller", caller)] };
        return value switch
        {
            ICallable callable => callable.Call(given, frame.Render.Budget),
            Undefined undefined => throw undefined.Fail(),
            _ => throw PythonError.Type($"'{PyTypes.Name(value)}' object is not callable"),
        };
    }

    protected override object? Compute(Frame frame) => Invoke(frame, null);
}

/// <summary>The arguments between the parentheses of a call, a filter or a test.</summary>
internal sealed record CallArguments(
    IReadOnlyList<Expression> Positional,
    IReadOnlyList<(string Name, Expression Value)> Keywords,
    Expression? MorePositional,
    Expression? MoreKeywords)
{
    public static CallArguments None { get; } = new([], [], null, null);

    public IEnumerable<Node> Nodes =>
        [.. Positional, .. Keywords.Select(k => k.Value), .. new Node?[] { MorePositional, MoreKeywords }.OfType<Node>()];

    public Arguments Evaluate(Frame frame)
    {
        if (this == None) return Arguments.None;
        List<object?> positional = [.. Positional.Select(p => p.Evaluate(frame))];
        List<KeyValuePair<string, object?>> keywords = [];
        foreach ((string name, Expression value) in Keywords) Add(name, value.Evaluate(frame));
        if (MorePositional is not null)
            positional.AddRange(PySequences.ToList(MorePositional.Evaluate(frame), frame.Render.Budget).Items);
        if (MoreKeywords is not null)
        {
            object? more = MoreKeywords.Evaluate(frame);
            PyDict dict = more as PyDict ?? throw PyTypes.Wrong(more, "a mapping after **");
            foreach ((object? key, object? value) in dict.Entries)
                Add(PyTypes.AsText(key) ?? throw PythonError.Type("keywords must be strings"), value);
        }

        return new Arguments(positional, keywords);

        void Add(string name, object? value)
        {
            if (keywords.Exists(k => k.Key == name)) throw PythonError.Type($"got multiple values for keyword argument '{name}'");
            keywords.Add(new(name, value));
        }
    }
}
