namespace Mlem.Docker.Templates.Values;

/// <summary>
/// A value that does not exist. Strict ones fail on every use but <c>is defined</c> and <c>default</c>; the other
/// kind is what an inline <c>if</c> without <c>else</c> gives: it prints as nothing.
/// </summary>
internal sealed class Undefined(string message, bool strict = true)
{
    public string Message { get; } = message;

    public bool Strict { get; } = strict;

    public static Undefined Name(string name) => new($"'{name}' is undefined");

    public static Undefined Member(object? owner, object? key) => key is string or Markup
        ? new Undefined($"'{PyTypes.Name(owner)} object' has no attribute {PyText.Repr(key)}")
        : new Undefined($"{PyTypes.Name(owner)} object has no element {PyText.Repr(key)}");

    public PythonError Fail() => new(PythonErrorKind.Undefined, Message);
}
