using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using Mlem.Docker.PowerShell.Tests.Support;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.PowerShell.Tests.Documentation;

/// <summary>
/// The files for CI systems, which are not to be had here: that they are YAML, and call scripts of the repository with
/// parameters that these have. What they call is run by the tests of docs/ci.md and by tests/testbed/follow-readme.
/// </summary>
public sealed partial class PipelineFileTests
{
    private static readonly string Folder = Path.Combine(BuiltModule.RepositoryRoot, "examples", "ci");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.yml").Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_pipeline_calls_scripts_that_are_there_with_parameters_that_they_have(string name)
    {
        string[] lines = [.. Texts(YamlReader.Read(File.ReadAllText(Path.Combine(Folder, name)), name))
            .Where(text => text.Contains(".ps1", StringComparison.Ordinal))];

        Assert.Contains(lines, line => line.EndsWith("./build.ps1 -Task Install", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("./examples/ci/build-image.ps1 ", StringComparison.Ordinal));
        foreach (string line in lines)
        {
            Match call = Call().Match(line);
            ScriptBlockAst script = Parser.ParseFile(
                Path.Combine(BuiltModule.RepositoryRoot, call.Groups["script"].Value), out _, out ParseError[] errors);
            Assert.Empty(errors);
            IEnumerable<string> known = script.ParamBlock.Parameters.Select(parameter => parameter.Name.VariablePath.UserPath);
            Assert.Subset(known.ToHashSet(), Parameter().Matches(call.Groups["rest"].Value).Select(match => match.Groups[1].Value).ToHashSet());
        }
    }

    private static IEnumerable<string> Texts(YamlValue value) => value switch
    {
        YamlString text => [text.Value],
        YamlSequence list => list.Items.SelectMany(Texts),
        YamlMapping map => map.Entries.SelectMany(entry => Texts(entry.Value)),
        _ => [],
    };

    [GeneratedRegex(@"\./(?<script>\S+\.ps1)(?<rest>.*)")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<= )-([A-Za-z]+)")]
    private static partial Regex Parameter();
}
