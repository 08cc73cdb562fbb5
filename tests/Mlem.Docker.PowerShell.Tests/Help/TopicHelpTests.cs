using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Help;

/// <summary>The about topics of the module as it was built.</summary>
public sealed class TopicHelpTests(HelpSession session) : IClassFixture<HelpSession>
{
    private const int Width = 80;

    [Theory]
    [InlineData("about_Mlem.Docker", "Get-MlemModel")]
    [InlineData("about_Mlem.Docker_BuildArguments", "python_version")]
    [InlineData("about_Mlem.Docker_Credentials", "LOCALHOST_5000_USERNAME")]
    [InlineData("about_Mlem.Docker_DeploymentStates", "ContainerNameInUse")]
    [InlineData("about_Mlem.Docker_Differences", "D22")]
    [InlineData("about_Mlem.Docker_Services", "SwarmNotActive")]
    public void A_topic_is_found_and_shown(string name, string word)
    {
        Assert.Contains(word, Assert.Single(session.Texts($"Get-Help {name}")), StringComparison.Ordinal);
        Assert.Contains(Assert.Single(session.Texts($"Get-Help {name}* | Where-Object Name -eq {name} | ForEach-Object Synopsis")), Text(name));
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(BuiltModule.Directory, "en-US", name + ".help.txt"));

    // Code is shown as it is to be typed, whatever its width.
    [Fact]
    public void Words_of_topics_fit_80_columns()
    {
        string[] topics = Directory.GetFiles(Path.Combine(BuiltModule.Directory, "en-US"), "about_*.help.txt");

        Assert.Equal(7, topics.Length);
        Assert.All(topics.SelectMany(File.ReadLines).Where(line => !line.StartsWith("        ", StringComparison.Ordinal)),
            line => Assert.True(line.Length <= Width, line));
    }
}
