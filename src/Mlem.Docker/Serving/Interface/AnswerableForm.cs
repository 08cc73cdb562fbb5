using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>
/// The form in which a Keras or torch model answers (D29, MLEM.md 70). MLEM saves its method with varargs alone, whose name
/// the server then passes as a keyword; with the argument named <c>data</c> MLEM's own code takes it.
/// </summary>
internal static class AnswerableForm
{
    private const string Argument = "data";

    /// <summary>A model's document with such methods written anew; the same one where there is none.</summary>
    public static YamlMapping From(YamlMapping document)
    {
        if (document.Mapping("processors") is not { } processors || document.Mapping("call_orders") is not { } orders)
            return document;
        foreach ((string name, YamlValue value) in processors.TextEntries())
        {
            if (value is YamlMapping processor && processor.Text("type") is "tf_keras" or "torch"
                && processor.Mapping("methods")?.Mapping("__call__") is { } method && IsVarargsAlone(method) && Opens(orders, name))
            {
                return Named(document, processors, orders, name, processor);
            }
        }

        return document;
    }

    /// <summary>Whether a method takes its input as varargs and in no other way.</summary>
    public static bool IsVarargsAlone(YamlMapping method) =>
        method.Items("args").Count == 0 && method.Text("varargs") is { Length: > 0 } && method["varargs_type"] is YamlMapping;

    // Where a preprocessor comes first, the input is the preprocessor's, and passed on by its place.
    private static bool Opens(YamlMapping orders, string processor) => orders.TextEntries().All(o => IsCall(First(o.Value), processor));

    private static bool IsCall(YamlValue? step, string processor) =>
        step is YamlSequence { Items: [YamlString { Value: var name }, YamlString { Value: "__call__" }] } && name == processor;

    private static YamlValue? First(YamlValue order) => order is YamlSequence { Items: [var first, ..] } ? first : null;

    private static YamlMapping Named(YamlMapping document, YamlMapping processors, YamlMapping orders, string name, YamlMapping processor)
    {
        YamlMapping methods = processor.Mapping("methods")!;
        // Keras' own predict is another method than MLEM's, which calls the model.
        string method = processor.Text("type") == "tf_keras" && methods["predict"] is null && orders["predict"] is null ? "predict" : "__call__";
        YamlMapping signature = Signature(methods.Mapping("__call__")!, method);
        YamlMapping renamed = With(methods, "__call__", method, signature);
        return With(
            With(document, "processors", "processors", With(processors, name, name, With(processor, "methods", "methods", renamed))),
            "call_orders",
            "call_orders",
            new YamlMapping([.. orders.TextEntries().Select(o => Order(o.Key, (YamlSequence)o.Value, name, method))]));
    }

    private static YamlMapping Signature(YamlMapping method, string name)
    {
        YamlMapping argument = new YamlBuild().Add("name", Argument).Add("type_", method["varargs_type"]).Build();
        return new YamlMapping(
        [
            .. method.Entries.Where(e => e.Key is not YamlString { Value: "args" or "name" or "varargs" or "varargs_type" }),
            Entry("args", new YamlSequence([argument])),
            Entry("name", new YamlString(name)),
        ]);
    }

    private static KeyValuePair<YamlValue, YamlValue> Order(string key, YamlSequence steps, string processor, string method) => Entry(
        key == "__call__" ? method : key,
        new YamlSequence([.. steps.Items.Select(
            s => IsCall(s, processor) ? new YamlSequence([new YamlString(processor), new YamlString(method)]) : s)]));

    private static YamlMapping With(YamlMapping mapping, string key, string newKey, YamlValue value) =>
        new([.. mapping.Entries.Select(e => e.Key is YamlString s && s.Value == key ? Entry(newKey, value) : e)]);

    private static KeyValuePair<YamlValue, YamlValue> Entry(string key, YamlValue value) => new(new YamlString(key), value);
}
