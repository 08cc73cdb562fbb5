using System.Text.Json;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.RealPeers;

/// <summary>The help, as PowerShell itself shows it.</summary>
public sealed class RealHelpTests
{
    private const int Width = 120;

    // What Get-Help says of each cmdlet and topic, and what it says of a link that leads to a page.
    private const string Script = """
        Import-Module -Name ./out/Mlem.Docker/Mlem.Docker.psd1
        $names = @((Get-Command -Module Mlem.Docker).Name) + (Get-Help -Name about_Mlem.Docker*).Name
        foreach ($name in $names) {
            $help = Get-Help -Name $name -Full
            @{
                Name   = $name
                Text   = $help | Out-String -Width 120
                Online = "$(@($help.relatedLinks.navigationLink.uri) -ne '')"
            } | ConvertTo-Json -Compress
        }
        """;

    [Fact]
    public async Task Every_cmdlet_and_topic_is_shown_without_an_empty_part()
    {
        using RealPowerShell shell = RealPowerShell.Open();

        Dictionary<string, string>[] shown = [.. (await shell.LinesAsync(Script)).Select(line => JsonSerializer.Deserialize<Dictionary<string, string>>(line)!)];

        string[] topics = [.. Directory.EnumerateFiles(Path.Combine(BuiltModule.Directory, "en-US"), "about_*").Select(file => Path.GetFileName(file)!.Split(".help")[0])];
        Assert.Equal(topics.Order(StringComparer.Ordinal), shown.Select(one => one["Name"]).Where(name => name.StartsWith("about_", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains("The image counts as built when the Engine reports no error and the image is there.", Words(shown, "New-MlemDockerImage"), StringComparison.Ordinal);
        Assert.Contains("----- Example 1: Build an image -----", Words(shown, "New-MlemDockerImage"), StringComparison.Ordinal);
        Assert.Contains("and emits the model with its methods, requirements, artifacts and hash.", Words(shown, "Get-MlemModel"), StringComparison.Ordinal);
        Assert.All(shown, one => Assert.Equal("", string.Join('\n', Problems(one["Name"], one["Text"]))));
        Assert.All(shown.Where(one => one["Name"].Contains('-')), one => Assert.StartsWith("https://", one["Online"], StringComparison.Ordinal));
    }

    private static string Words(IEnumerable<Dictionary<string, string>> shown, string name) =>
        string.Join(' ', shown.Single(one => one["Name"] == name)["Text"].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Problems(string name, string text)
    {
        string[] lines = [.. text.Split('\n').Select(line => line.TrimEnd())];
        if (!name.Contains('-'))
            yield break;
        foreach (string part in (string[])["NAME", "SYNOPSIS", "SYNTAX", "DESCRIPTION", "PARAMETERS", "INPUTS", "OUTPUTS", "RELATED LINKS"])
        {
            if (!lines.Contains(part))
                yield return $"{name} has no {part}.";
        }

        for (int i = 0; i < lines.Length; i++)
        {
            bool heading = lines[i].Length > 0 && lines[i].All(c => char.IsAsciiLetterUpper(c) || c == ' ');
            if (heading && lines.Skip(i + 1).FirstOrDefault(line => line.Length > 0) is not [' ', ..])
                yield return $"{name}: {lines[i]} is empty.";
            if (lines[i].Length > Width)
                yield return $"{name}: {lines[i]} is wider than {Width} columns.";
            if (lines[i].TrimStart().StartsWith("----- Example ", StringComparison.Ordinal) && lines[i - 1].Length > 0)
                yield return $"{name}: {lines[i].Trim()} stands close below what is above it.";
        }
    }
}
