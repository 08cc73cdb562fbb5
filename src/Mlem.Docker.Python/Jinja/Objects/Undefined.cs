using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Objects;

/// <summary>
/// A value that does not exist. Strict ones fail on every use but <c>is defined</c> and <c>default</c>; the other
/// kind is what an inline <c>if</c> without <c>else</c> gives: it prints as nothing.
/// </summary>
internal sealed class Undefined(string message, bool strict = true)
{
    public bool Strict => strict;

    public static Undefined Name(string name) => new(name is "cycler" or "joiner" or "lipsum"
        ? Messages.FormatFunctionNotAvailable(name)
        : $"'{name}' is undefined");

    public static Undefined Member(object? owner, object? key) => PyTypes.AsText(key) is { } name
        ? new Undefined($"'{PyTypes.Name(owner)} object' has no attribute {PythonText.Repr(name)}")
        : new Undefined($"{PyTypes.Name(owner)} object has no element {PyText.Repr(key)}");

    public PythonError Fail() => new(PythonErrorKind.Undefined, message);
}
