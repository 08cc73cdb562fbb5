using Mlem.Docker.Python.Pickles;

namespace Mlem.Docker.Inspecting;

/// <summary>The version that an object in a pickle has in its state: scikit-learn's, and those of the models of XGBoost and the like.</summary>
internal static class PickledVersion
{
    // The models of these packages keep what they would write to a file in one of these members.
    private static readonly string[] Handles = ["handle", "_handle", "__model", "model_str"];

    public static FoundVersion? Of(PickleUse use)
    {
        if (State(use.Arguments) is not { } state)
            return null;
        if (state.GetValueOrDefault("_sklearn_version") is PickleText { IsCut: false } version)
            return new FoundVersion("scikit-learn", version.Value);
        return Handles.Select(name => Content(state.GetValueOrDefault(name))).OfType<byte[]>().Select(Bytes).OfType<FoundVersion>().FirstOrDefault();
    }

    private static IReadOnlyDictionary<string, PickleValue>? State(PickleValue arguments) => arguments switch
    {
        PickleDict dict => dict.Entries,
        PickleSequence { Items: [PickleDict dict, ..] } => dict.Entries,
        _ => null,
    };

    private static FoundVersion? Bytes(byte[] content) => FileVersions.Of(content).FirstOrDefault();

    private static byte[]? Content(PickleValue? value) => value switch
    {
        PickleBytes bytes => bytes.Content,
        PickleText text => System.Text.Encoding.Latin1.GetBytes(text.Value),
        PickleCall { Global.Name: "bytearray", Arguments: PickleSequence { Items: [PickleBytes bytes, ..] } } => bytes.Content,
        _ => null,
    };
}
