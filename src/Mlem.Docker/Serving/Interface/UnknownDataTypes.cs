using Mlem.Docker.Metadata;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Serving;

/// <summary>
/// Warns of data types that MLEM 0.4.14 itself does not know. A plugin may bring them where the model was saved; the image has
/// MLEM alone.
/// </summary>
internal static class UnknownDataTypes
{
    // The keys under which a data type stands in a processor's methods and in a server's.
    private static readonly string[] Places = ["type_", "returns", "varargs_type", "varkw_type", "data_type"];

    public static IEnumerable<string> Warnings(MlemModel model, Server server)
    {
        HashSet<string> known = [.. TypeCatalogue.Default.TypeNames("data_type")];
        IEnumerable<string> processors = (model.Document.Mapping("processors")?.Entries ?? []).SelectMany(p => Roots(p.Value)).SelectMany(Names);
        IEnumerable<string> options = Roots((server.Inner ?? server)["methods"]).SelectMany(Names);
        return
        [
            .. processors.Where(t => !known.Contains(t)).Distinct().Select(t => Messages.FormatDataTypeUnknown(t, Messages.FormatTheModelModelName(model.Name))),
            .. options.Where(t => !known.Contains(t)).Distinct().Select(t => Messages.FormatDataTypeUnknown(t, Messages.FormatServerAsOrigin(server.Type))),
        ];
    }

    private static IEnumerable<YamlMapping> Roots(YamlValue? value) => value switch
    {
        YamlMapping mapping => mapping.TextEntries().SelectMany(
            e => Places.Contains(e.Key) && e.Value is YamlMapping type && type.Text("type") is not null ? [type] : Roots(e.Value)),
        YamlSequence sequence => sequence.Items.SelectMany(Roots),
        _ => [],
    };

    // A type and those inside it: every mapping in there with a type is one.
    private static IEnumerable<string> Names(YamlValue? value) => value switch
    {
        YamlMapping mapping => (mapping.Text("type") is { } type ? [type] : Array.Empty<string>())
            .Concat(mapping.Entries.SelectMany(e => Names(e.Value))),
        YamlSequence sequence => sequence.Items.SelectMany(Names),
        _ => [],
    };
}
