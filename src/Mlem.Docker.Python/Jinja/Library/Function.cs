using Mlem.Docker.Python.Jinja.Objects;

namespace Mlem.Docker.Python.Jinja.Library;

/// <summary>A filter or a test: what it is called, what it takes, what it does.</summary>
internal sealed class Function(string name, string parameters, Func<object?, Bound, object?> body)
{
    private readonly Parameters _parameters = new(name, parameters);

    public string Name => name;

    public object? Invoke(object? value, Arguments arguments, Budget budget)
    {
        budget.Step();
        return body(value, _parameters.Bind(arguments, budget));
    }

    /// <summary>The name that a value gives, as in <c>map('upper')</c>.</summary>
    public static string NameOf(object? value) => value is Undefined undefined
        ? throw undefined.Fail()
        : PyTypes.AsText(value) ?? PyText.Repr(value);
}
