namespace Mlem.Docker;

/// <summary>A method of a model that a server exposes.</summary>
/// <param name="Name">Its name: <c>predict</c>.</param>
/// <param name="Arguments">Its arguments in order.</param>
/// <param name="Returns">The data type of the answer, such as <c>ndarray(null, 3) of float64</c>; null when not known.</param>
public sealed record MlemMethod(string Name, IReadOnlyList<MlemMethodArgument> Arguments, string? Returns)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}({string.Join(", ", Arguments.Select(a => a.Name))})";
}

/// <summary>An argument of a model's method.</summary>
/// <param name="Name">Its name: <c>X</c>.</param>
/// <param name="DataType">Its data type, such as <c>dataframe(sepal length (cm), …)</c>; null when not known.</param>
/// <param name="Required">False when the method has a default for it.</param>
public sealed record MlemMethodArgument(string Name, string? DataType, bool Required)
{
    /// <inheritdoc/>
    public override string ToString() => DataType is null ? Name : $"{Name}: {DataType}";
}

/// <summary>A part of a model that holds an object of its own (MLEM: <c>ModelType</c>).</summary>
/// <param name="Name">Its name: <c>model</c>, <c>preprocess</c>, <c>postprocess</c> …</param>
/// <param name="Type">MLEM's model type: <c>sklearn</c>, <c>callable</c> …</param>
/// <param name="Methods">Its methods.</param>
public sealed record MlemProcessor(string Name, string Type, IReadOnlyList<MlemMethod> Methods)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({Type})";
}
