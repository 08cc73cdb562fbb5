using System.Xml.Linq;
using Mlem.Docker.Help.Cmdlets;
using Mlem.Docker.Help.Markdown;

namespace Mlem.Docker.Help.Output;

/// <summary>Writes MAML, the XML that Get-Help reads for cmdlets.</summary>
internal static class MamlWriter
{
    private const string Nothing = "None";

    // Get-Help -Online opens the first link that has an address.
    private const string Online = "Online Version:";

    private static readonly XNamespace Items = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string Write(IEnumerable<(CmdletDescription Cmdlet, CmdletPage Page)> cmdlets, string onlinePage) =>
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + new XElement(
            Items + "helpItems",
            new XAttribute("schema", "maml"),
            new XAttribute(XNamespace.Xmlns + "maml", Maml),
            new XAttribute(XNamespace.Xmlns + "command", Command),
            new XAttribute(XNamespace.Xmlns + "dev", Dev),
            cmdlets.Select(pair => CommandElement(pair.Cmdlet, pair.Page, onlinePage))).ToString().ReplaceLineEndings("\n") + "\n";

    private static XElement CommandElement(CmdletDescription cmdlet, CmdletPage page, string onlinePage) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            new XElement(Command + "verb", cmdlet.Name.Split('-')[0]),
            new XElement(Command + "noun", cmdlet.Name.Split('-')[1]),
            Description([page.Synopsis])),
        Description(page.Description),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            set.Parameters.Select(parameter => Parameter(parameter, whole: false))))),
        new XElement(Command + "parameters", cmdlet.Parameters.Select(parameter => Parameter(parameter, whole: true))),
        new XElement(Command + "inputTypes", OrNothing(cmdlet.Inputs).Select(type => Type("inputType", type))),
        new XElement(Command + "returnValues", OrNothing(cmdlet.Outputs).Select(type =>
            Type("returnValue", type.Description.Length > 0 ? type : type with { Description = page.Outputs }))),
        page.Notes.Count == 0 ? null : new XElement(Maml + "alertSet", new XElement(Maml + "alert", Paragraphs(page.Notes))),
        new XElement(Command + "examples", page.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", page.Links.Prepend(new PageLink(Online, onlinePage)).Select(link => new XElement(
            Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Uri)))));

    // In the syntax, only what is shown there; the whole once.
    private static XElement Parameter(ParameterDescription parameter, bool whole) => new(
        Command + "parameter",
        new XAttribute("required", parameter.Required),
        new XAttribute("variableLength", parameter.TypeName.EndsWith("[]", StringComparison.Ordinal)),
        new XAttribute("globbing", parameter.Wildcards),
        new XAttribute("pipelineInput", parameter.PipelineInput),
        new XAttribute("position", parameter.Position),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? Nothing.ToLowerInvariant() : string.Join(", ", parameter.Aliases)),
        new XElement(Maml + "name", parameter.Name),
        whole ? Description([parameter.Description]) : null,
        parameter.Values.Count == 0 ? null : new XElement(Command + "parameterValueGroup", parameter.Values.Select(value =>
            new XElement(Command + "parameterValue", new XAttribute("required", false), new XAttribute("variableLength", false), value))),
        parameter.IsSwitch ? null : new XElement(
            Command + "parameterValue",
            new XAttribute("required", true),
            new XAttribute("variableLength", parameter.TypeName.EndsWith("[]", StringComparison.Ordinal)),
            parameter.TypeName),
        whole ? new XElement(Dev + "type", new XElement(Maml + "name", parameter.FullTypeName), new XElement(Maml + "uri")) : null,
        whole ? new XElement(Dev + "defaultValue", parameter.DefaultValue) : null);

    // Get-Help numbers examples only by their titles, and leaves no line free between them.
    private static XElement Example(PageExample example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"----- Example {index + 1}: {example.Title} -----"),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", Paragraphs([.. example.Words, string.Empty])));

    private static XElement Type(string element, TypeDescription type) => new(
        Command + element,
        new XElement(Dev + "type", new XElement(Maml + "name", type.FullName)),
        Description(type.Description.Length == 0 ? [] : [type.Description]));

    private static IReadOnlyList<TypeDescription> OrNothing(IReadOnlyList<TypeDescription> types) =>
        types.Count == 0 ? [new TypeDescription(Nothing, "")] : types;

    private static XElement Description(IReadOnlyList<string> paragraphs) => new(Maml + "description", Paragraphs(paragraphs));

    private static IEnumerable<XElement> Paragraphs(IReadOnlyList<string> paragraphs) =>
        paragraphs.Select(text => new XElement(Maml + "para", text));
}
