using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Artifacts;

/// <summary>Which of a model's files MLEM loads with pickle.</summary>
internal static class PicklesOf
{
    public static bool Must(MlemModel model, MlemArtifact artifact)
    {
        // A callable keeps its own pickle under this name, and the models inside of it beside it.
        if (artifact.Name == "data.pkl" || artifact.Name.EndsWith("/data.pkl", StringComparison.Ordinal))
            return true;
        YamlMapping? processors = model.Document.Mapping("processors");
        string key = artifact.Name.Split('/')[0];
        YamlMapping? processor = processors?.Mapping(key)
            ?? (processors?.TextEntries().ToArray() is [var only] ? only.Value as YamlMapping : null);
        if (artifact.Name is not "data" && artifact.Name != $"{key}/data")
            return false;
        // The kinds of models whose files are pickles where nothing else is said.
        return processor?.Mapping("io")?.Text("type") is { } io ? io is "pickle" : processor?.Text("type") is "sklearn" or "sklearn_pipeline";
    }
}
