using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>An argument of a method, as a server sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its data type.</param>
/// <param name="Required">Whether a call without it fails.</param>
internal sealed record InterfaceArgument(string Name, YamlMapping Type, bool Required);

/// <summary>A method of a model's interface (MLEM: <c>ModelInterface</c>): it takes what its first step takes.</summary>
/// <param name="Name">Its name in <c>call_orders</c>.</param>
/// <param name="Processor">The processor of the first step.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Returns">The data type of what its last step returns; null where the model does not say.</param>
internal sealed record InterfaceMethod(string Name, string Processor, IReadOnlyList<InterfaceArgument> Arguments, YamlMapping? Returns)
{
    /// <summary>Whether its only argument is varargs, which MLEM passes by a name that the function does not have.</summary>
    public bool IsVarargsAlone { get; init; }
}

/// <summary>Reads a model's interface from its document; what is not as MLEM writes it is passed over.</summary>
internal static class ModelMethods
{
    public static IReadOnlyList<InterfaceMethod> Read(YamlMapping document) =>
        [.. document.Mapping("call_orders").TextEntries().Select(o => Method(document, o.Key, o.Value)).OfType<InterfaceMethod>()];

    private static InterfaceMethod? Method(YamlMapping document, string name, YamlValue order)
    {
        if (order is not YamlSequence { Items: [var first, ..] } steps || Signature(document, first) is not var (processor, input))
            return null;
        YamlMapping? returns = Signature(document, steps.Items[^1])?.Method.Mapping("returns");
        bool varargs = AnswerableForm.IsVarargsAlone(input);
        return new InterfaceMethod(name, processor, varargs ? [Varargs(input)] : [.. Arguments(input)], returns) { IsVarargsAlone = varargs };
    }

    private static (string Processor, YamlMapping Method)? Signature(YamlMapping document, YamlValue step) =>
        step is YamlSequence { Items: [YamlString processor, YamlString method] }
        && document.Mapping("processors")?.Mapping(processor.Value)?.Mapping("methods")?.Mapping(method.Value) is { } signature
            ? (processor.Value, signature)
            : null;

    private static IEnumerable<InterfaceArgument> Arguments(YamlMapping method) => method.Items("args").OfType<YamlMapping>()
        .Where(a => a["type_"] is YamlMapping)
        .Select(a => new InterfaceArgument(a.Text("name", string.Empty), a.Mapping("type_")!, a.Flag("required", true)));

    private static InterfaceArgument Varargs(YamlMapping method) => new(method.Text("varargs")!, method.Mapping("varargs_type")!, Required: false);
}
