using System.Xml.Linq;
using Mlem.Docker.Help.Tests.Support;

namespace Mlem.Docker.Help.Tests;

/// <summary>What is said of a cmdlet: its page, its attributes and its documentation in one.</summary>
public sealed class CmdletHelpTests : IDisposable
{
    private readonly HelpFolder _folder = new();
    private readonly XElement _command;

    public CmdletHelpTests()
    {
        Assert.Empty(_folder.Build());
        _command = _folder.Command();
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_gives_synopsis_and_description()
    {
        Assert.Equal(("Get", "Sample"), (Value(_command, "details", "verb"), Value(_command, "details", "noun")));
        Assert.Equal("Reads a sample.", Value(_command, "details", "description"));
        Assert.Equal("Takes Path, or the sample itself.", Value(_command, "description"));
    }

    [Fact]
    public void Examples_are_numbered_and_keep_the_lines_of_their_code()
    {
        XElement[] examples = [.. Part(_command, "examples").Elements()];

        Assert.Equal(
            ["----- Example 1: Read one -----", "----- Example 2: Read two -----", "----- Example 3: Read all -----"],
            examples.Select(example => Value(example, "title")));
        Assert.Equal("Get-Sample two |\n    Out-Null", Value(examples[1], "code").ReplaceLineEndings("\n"));
        Assert.Equal("The second one.", Value(examples[1], "remarks"));
    }

    [Fact]
    public void The_first_link_is_the_page_of_the_project_and_links_to_topics_have_no_address()
    {
        IEnumerable<string> links = Part(_command, "relatedLinks").Elements()
            .Select(link => $"{Value(link, "linkText")} {Value(link, "uri")}");

        Assert.Equal(["Online Version: https://project.example/", "about_Samples ", "Samples https://samples.example/"], links);
    }

    [Fact]
    public void Each_parameter_set_is_a_syntax_with_the_positional_and_mandatory_parameters_first()
    {
        IEnumerable<string> syntax = Part(_command, "syntax").Elements()
            .Select(item => string.Join(' ', item.Elements().Where(e => e.Name.LocalName == "parameter").Select(e => Value(e, "name"))));

        Assert.Equal(["Path Count Kind Force WhatIf Confirm", "Sample Count Kind Force WhatIf Confirm"], syntax);
    }

    [Theory]
    [InlineData("Path", "The path of a Sample, or null.", "string[]", "True 0 True True (ByValue, ByPropertyName) FullName", "None")]
    [InlineData("Sample", "The sample itself.", "Sample", "True named False True (ByValue) none", "None")]
    [InlineData("Count", "How many lines to read.", "int", "False named False False none", "3")]
    [InlineData("Kind", "Where to look.", "SampleKind", "False named False False none", "File")]
    [InlineData("Force", "Reads hidden samples too.", null, "False named False False none", "False")]
    public void A_parameter_has_its_documentation_its_attributes_and_its_default(
        string name, string description, string? type, string attributes, string defaultValue)
    {
        XElement parameter = Part(_command, "parameters").Elements().Single(element => Value(element, "name") == name);
        string[] shown = ["required", "position", "globbing", "pipelineInput", "aliases"];

        Assert.Equal(description, Value(parameter, "description"));
        Assert.Equal(type, parameter.Elements().SingleOrDefault(element => element.Name.LocalName == "parameterValue")?.Value);
        Assert.Equal(attributes, string.Join(' ', shown.Select(attribute => parameter.Attribute(attribute)!.Value)), ignoreCase: true);
        Assert.Equal(defaultValue, Value(parameter, "defaultValue"));
    }

    [Fact]
    public void A_syntax_says_which_parameters_must_be_given()
    {
        XElement first = Part(_command, "syntax").Elements().First();

        Assert.Equal("True", first.Elements().First(element => element.Name.LocalName == "parameter").Attribute("required")!.Value, ignoreCase: true);
    }

    [Fact]
    public void The_values_of_an_enumeration_are_listed()
    {
        XElement kind = Part(_command, "parameters").Elements().Single(element => Value(element, "name") == "Kind");

        Assert.Equal(["File", "Memory"], Part(kind, "parameterValueGroup").Elements().Select(value => value.Value));
    }

    [Fact]
    public void Inputs_are_what_the_pipeline_binds_and_outputs_what_the_types_say_of_themselves()
    {
        Assert.Equal(
            ["System.String[]: -Path: The path of a Sample, or null.", "Mlem.Docker.Help.Tests.Support.Sample: -Sample: The sample itself."],
            Types("inputTypes"));
        Assert.Equal(["Mlem.Docker.Help.Tests.Support.Sample: What the cmdlet emits."], Types("returnValues"));
    }

    private IEnumerable<string> Types(string part) =>
        Part(_command, part).Elements().Select(type => $"{Value(type, "type", "name")}: {Value(type, "description")}");

    private static string Value(XElement element, params string[] path) =>
        path.Aggregate(element, Part).Value;

    private static XElement Part(XElement element, string name) => element.Elements().Single(child => child.Name.LocalName == name);
}
