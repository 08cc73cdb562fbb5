using System.Numerics;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Serving;

namespace Mlem.Docker.Context;

/// <summary>
/// The model's files in the context, as MLEM's <c>clone</c> names them: the metafile becomes <c>model.mlem</c>, an
/// artifact keeps what follows the model's own name in its uri.
/// </summary>
internal static class ModelFiles
{
    private const string Target = "model";

    public static IEnumerable<ContextEntry> Entries(DockerContextRequest request)
    {
        MlemModel model = request.Model;
        var names = Names(model, Target);
        // MLEM's own folder keeps a form that answers nothing (D29).
        YamlMapping document = request.AsMlem || request.KeepsForm ? model.Document : AnswerableForm.From(model.Document);
        yield return new GeneratedEntry(
            Target + MlemPath.Extension, System.Text.Encoding.UTF8.GetBytes(MlemYaml.Write(Document(document, names))));
        foreach ((MlemArtifact artifact, string name) in names)
            yield return Artifact(model, artifact, name, request.AllowChangedArtifact);
    }

    private static YamlMapping Document(YamlMapping document, IReadOnlyList<(MlemArtifact Artifact, string Name)> names)
    {
        var artifacts = new YamlMapping([.. names.Select(n => Entry(n.Artifact.Name, new YamlBuild()
            .Add("hash", n.Artifact.Hash)
            .Add("size", new YamlInteger(new BigInteger(n.Artifact.Size)))
            .Add("uri", n.Name)
            .Build()))]);
        var entries = new List<KeyValuePair<YamlValue, YamlValue>> { Entry("artifacts", artifacts) };
        foreach ((YamlValue key, YamlValue value) in document.Entries)
        {
            switch (((YamlString)key).Value)
            {
                case "artifacts":
                    break;
                case "requirements":
                    // MLEM cannot load a model with a file requirement; its file lies in the folder all the same (D7).
                    var kept = new YamlSequence([.. ((YamlSequence)value).Items.Where(r => ((YamlMapping)r).Text("type") != "file")]);
                    if (kept.Items.Count > 0)
                        entries.Add(new(key, kept));
                    break;
                default:
                    entries.Add(new(key, value));
                    break;
            }
        }

        return new YamlMapping(entries);

        static KeyValuePair<YamlValue, YamlValue> Entry(string key, YamlValue value) => new(new YamlString(key), value);
    }

    /// <summary>The artifacts with the names that they have beside a metafile of another name.</summary>
    public static IReadOnlyList<(MlemArtifact Artifact, string Name)> Names(MlemModel model, string target)
    {
        string baseName = Path.GetFileName(MlemPath.WithoutExtension(model.Path!));
        (MlemArtifact, string)[] named = [.. model.Artifacts.Select(a => (a, NameLikeMlem(a, baseName, target)))];
        bool usable = named.Select(n => n.Item2).Distinct().Count() == named.Length;
        return usable ? named : [.. model.Artifacts.Select(a => (a, $"{target}/{a.Name}"))];
    }

    // MLEM cuts as many characters as the model's name has, whether or not the uri begins with it.
    private static string NameLikeMlem(MlemArtifact artifact, string baseName, string target) => artifact.Type is "local" or "dvc" && !artifact.Uri.StartsWith('/')
        ? target + (artifact.Uri.Length > baseName.Length ? artifact.Uri[baseName.Length..] : string.Empty)
        : $"{target}/{artifact.Name}";

    private static FileEntry Artifact(MlemModel model, MlemArtifact artifact, string name, bool changed)
    {
        string what = Messages.FormatTheArtifactArtifactNameOfModelPath(artifact.Name, model.Path);
        SourceFile file = ArtifactFile.Find(model, artifact, what, changed);
        return new FileEntry(ContextPath.Check(name, what), file) { RecordedHash = artifact.Hash };
    }
}
