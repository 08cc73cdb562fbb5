using Mlem.Docker.Templates.Syntax;
using Mlem.Docker.Templates.Values;

namespace Mlem.Docker.Templates.Runtime;

/// <summary>A macro, or the body of a call block, with the names that could be seen where it was defined.</summary>
internal sealed class Macro(string? name, MacroBody body, Frame definition) : ICallable, IAttributes
{
    private readonly List<NameTarget> _parameters = body.Signature.Names;

    public object? Call(Arguments arguments, Budget budget)
    {
        Frame frame = definition.Inner(body.Hidden).Capturing();
        Dictionary<string, object?> keywords = arguments.Keywords.ToDictionary(StringComparer.Ordinal);
        HashSet<string> given = [];
        for (int i = 0; i < _parameters.Count; i++)
        {
            string parameter = _parameters[i].Name;
            if (i < arguments.Positional.Count) Give(parameter, arguments.Positional[i]);
            else if (keywords.Remove(parameter, out object? value)) Give(parameter, value);
        }

        if (body.Special.Contains("caller"))
        {
            keywords.Remove("caller", out object? caller);
            frame.Assign("caller", caller ?? new Undefined("No caller defined"));
        }

        TakeRest(frame, arguments, keywords);
        budget.Enter();
        for (int i = 0; i < _parameters.Count; i++)
        {
            if (!given.Contains(_parameters[i].Name)) frame.Assign(_parameters[i].Name, Unset(i));
        }

        for (int i = 0; i < _parameters.Count; i++)
        {
            int index = i - _parameters.Count + body.Signature.Defaults.Count;
            if (index >= 0 && !given.Contains(_parameters[i].Name))
                frame.Assign(_parameters[i].Name, frame.Evaluate(body.Signature.Defaults[index]));
        }

        frame.Run(body.Statements);
        budget.Leave();
        return frame.Output.ToString();

        void Give(string parameter, object? value)
        {
            given.Add(parameter);
            frame.Assign(parameter, value);
        }
    }

    public bool TryGetAttribute(string attribute, out object? value)
    {
        value = attribute switch
        {
            "name" => name,
            "arguments" => new PyTuple([.. _parameters.Select(p => p.Name)]),
            "catch_kwargs" => body.Special.Contains("kwargs"),
            "catch_varargs" => body.Special.Contains("varargs"),
            "caller" => body.Special.Contains("caller"),
            _ => null,
        };
        return value is not null || attribute == "name";
    }

    public override string ToString() => name is null ? "<Macro anonymous>" : $"<Macro {PyText.Repr(name)}>";

    private Undefined Unset(int index) => index < _parameters.Count - body.Signature.Defaults.Count
        ? new Undefined($"parameter '{_parameters[index].Name}' was not provided")
        : Undefined.Name(_parameters[index].Name);

    private void TakeRest(Frame frame, Arguments arguments, Dictionary<string, object?> keywords)
    {
        if (body.Special.Contains("kwargs"))
        {
            PyDict rest = new();
            foreach ((string keyword, object? value) in keywords) rest[keyword] = value;
            frame.Assign("kwargs", rest);
        }
        else if (keywords.Count > 0)
        {
            throw PythonError.Type($"macro {PyText.Repr(name)} takes no keyword argument '{keywords.Keys.First()}'");
        }

        if (body.Special.Contains("varargs"))
            frame.Assign("varargs", new PyTuple([.. arguments.Positional.Skip(_parameters.Count)]));
        else if (arguments.Positional.Count > _parameters.Count)
            throw PythonError.Type($"macro {PyText.Repr(name)} takes not more than {_parameters.Count} argument(s)");
    }
}
