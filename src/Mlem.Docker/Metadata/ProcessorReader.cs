using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>
/// Reads what people want to know of a model's processors. They are kept raw in the model, as MLEM keeps them, so
/// this reads with forbearance: what it does not know it passes over.
/// </summary>
internal static class ProcessorReader
{
    public static MlemProcessor[] Read(YamlMapping? processors) =>
    [
        .. processors.TextEntries().Where(p => p.Value is YamlMapping).Select(p => new MlemProcessor(
            p.Key, ((YamlMapping)p.Value).Text("type", "unknown"), ReadMethods((YamlMapping)p.Value))),
    ];

    public static MlemMethod[] Methods(MlemModel model)
    {
        if (model.CallOrders.Count == 0)
            return [.. model.Processors.Where(p => p.Name == "model").SelectMany(p => p.Methods)];
        var methods = new Dictionary<(string, string), MlemMethod>();
        foreach (MlemProcessor processor in model.Processors)
        {
            foreach (MlemMethod method in processor.Methods)
                methods.TryAdd((processor.Name, method.Name), method);
        }

        return [.. model.CallOrders.Where(o => o.Value.Count > 0).Select(o => Exposed(methods, o.Key, o.Value))];
    }

    // The first call of the order takes the method's arguments; the last one makes its answer.
    private static MlemMethod Exposed(Dictionary<(string, string), MlemMethod> methods, string name, IReadOnlyList<MlemCall> calls) => new(
        name,
        methods.GetValueOrDefault((calls[0].Processor, calls[0].Method))?.Arguments ?? [],
        methods.GetValueOrDefault((calls[^1].Processor, calls[^1].Method))?.Returns);

    private static MlemMethod[] ReadMethods(YamlMapping processor) =>
    [
        .. processor.Mapping("methods").TextEntries().Where(m => m.Value is YamlMapping).Select(m => new MlemMethod(
            m.Key,
            (MlemMethodArgument[])[.. ((YamlMapping)m.Value).Items("args").OfType<YamlMapping>().Select(Argument)],
            DataTypeText.Describe(((YamlMapping)m.Value)["returns"]))),
    ];

    private static MlemMethodArgument Argument(YamlMapping argument) => new(
        argument.Text("name", string.Empty), DataTypeText.Describe(argument["type_"]), argument.Flag("required", true));
}
