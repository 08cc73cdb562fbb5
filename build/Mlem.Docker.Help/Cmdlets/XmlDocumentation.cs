using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Mlem.Docker.Help.Cmdlets;

/// <summary>The summaries in the XML documentation of assemblies, as plain text.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _summaries = new(StringComparer.Ordinal);

    public XmlDocumentation(IEnumerable<string> files)
    {
        foreach (XElement member in files.SelectMany(file => XDocument.Load(file, LoadOptions.PreserveWhitespace).Descendants("member")))
        {
            if (member.Element("summary") is { } summary)
                _summaries[member.Attribute("name")!.Value] = summary;
        }
    }

    /// <summary>The summary of a member, by its documentation id; empty where it has none.</summary>
    public string Summary(string id) =>
        _summaries.TryGetValue(id, out XElement? summary) ? Spaces().Replace(Text(summary), " ").Trim() : "";

    private static string Text(XElement element) => string.Concat(element.Nodes().Select(node => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => Reference(see),
        XElement inner => Text(inner),
        _ => "",
    }));

    private static string Reference(XElement see) =>
        see.Attribute("langword")?.Value ?? see.Attribute("cref")?.Value.Split('.')[^1] ?? see.Value;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
