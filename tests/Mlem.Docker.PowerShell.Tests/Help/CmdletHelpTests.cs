using System.Management.Automation;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Help;

/// <summary>What Get-Help shows of the module as it was built.</summary>
public sealed class CmdletHelpTests(HelpSession session) : IClassFixture<HelpSession>
{
    private const int LeastExamples = 3;

    public static TheoryData<string> Cmdlets => [.. Names];

    private static IEnumerable<string> Names => typeof(AsyncCmdlet).Assembly.GetExportedTypes()
        .Select(type => type.GetCustomAttributes(typeof(CmdletAttribute), false).SingleOrDefault())
        .OfType<CmdletAttribute>()
        .Select(cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}");

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_synopsis_description_inputs_and_outputs(string name)
    {
        foreach (string part in (string[])["Synopsis", "description.Text", "inputTypes.inputType.type.name", "returnValues.returnValue.type.name"])
        {
            string[] texts = session.Texts($"(Get-Help {name}).{part}");
            Assert.True(texts.Length > 0 && texts.All(text => text.Length > 0), $"The help of {name} has no {part}.");
        }
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Every_parameter_of_a_cmdlet_is_described_with_its_default(string name)
    {
        string[] described = session.Texts($$"""
            (Get-Help {{name}} -Full).parameters.parameter | ForEach-Object { "$($_.name)|$($_.description.Text)|$($_.defaultValue)" }
            """);
        IEnumerable<string> parameters = session.Texts($"(Get-Command {name}).Parameters.Keys").Except(Cmdlet.CommonParameters);

        Assert.Equal(parameters.Order(StringComparer.Ordinal), described.Select(line => line.Split('|')[0]));
        Assert.All(described, line => Assert.Matches(@"^\w+\|.+\.\|.+$", line));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_has_three_examples_that_call_it_and_say_what_they_do(string name)
    {
        string[] examples = session.Texts($$"""
            (Get-Help {{name}} -Full).examples.example | ForEach-Object { "$($_.title)|$($_.code)|$($_.remarks.Text)" }
            """);

        Assert.True(examples.Length >= LeastExamples, $"{name} has {examples.Length} examples.");
        Assert.All(examples, example => Assert.Matches($@"(?s)^-+ Example \d+: .+ -+\|.*{name}.*\|.+", example));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_of_the_help_is_the_one_of_the_cmdlet(string name) => Assert.Equal(
        session.Texts($"(Get-Command {name}).ParameterSets.Count"),
        session.Texts($"@((Get-Help {name}).syntax.syntaxItem).Count"));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Links_lead_to_cmdlets_and_topics_that_there_are(string name)
    {
        string[] all = session.Texts($$"""(Get-Help {{name}}).relatedLinks.navigationLink | ForEach-Object { "$($_.linkText)$($_.uri)" }""");
        string[] links = all[1..];

        Assert.StartsWith("Online Version:https://", all[0], StringComparison.Ordinal);
        Assert.True(links.Length > 0, $"{name} has no links.");
        Assert.All(links, link => Assert.True(
            Names.Contains(link) || File.Exists(Path.Combine(BuiltModule.Directory, "en-US", link + ".help.txt")),
            $"{name} links to {link}, which is nowhere."));
    }
}
