using System.Text.RegularExpressions;
using System.Xml.Linq;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Module;

public sealed partial class FormatTests
{
    [Fact]
    public void Every_view_is_of_a_type_that_exists_and_names_properties_that_it_has()
    {
        XDocument views = XDocument.Load(Path.Combine(BuiltModule.Directory, "Mlem.Docker.Format.ps1xml"));
        foreach (XElement view in views.Descendants("View"))
        {
            IEnumerable<string> used = view.Descendants("PropertyName").Select(element => element.Value)
                .Concat(view.Descendants("ScriptBlock")
                    .SelectMany(element => Property().Matches(element.Value)).Select(match => match.Groups[1].Value));
            foreach (string name in view.Descendants("TypeName").Select(element => element.Value))
            {
                Type type = typeof(MlemException).Assembly.GetType(name) ?? throw new TypeLoadException($"There is no {name}.");
                Assert.All(used, property => Assert.True(
                    type.GetMember(property).Length > 0 || property is "Name" or "Key" or "Value", $"{name} has no {property}."));
            }
        }
    }

    [Fact]
    public async Task An_image_is_a_row_that_fits_90_columns_with_a_readable_size()
    {
        const string Script = """
            $image = [Mlem.Docker.DockerImage]::new('iris')
            $set = { param($name, $value) [Mlem.Docker.DockerImage].GetProperty($name).SetValue($image, $value) }
            & $set Size ([long] 312531852); & $set ImageId ('sha256:' + '62f5aba744181a619e16' * 3)
            & $set Repository 'team'; & $set Registry ([Mlem.Docker.RemoteRegistry]::new('localhost:5000'))
            $image
            """;

        HostResult result = await HostProcess.RunAsync("-Command", Script);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Matches(@"^localhost:5000/team/iris +latest +62f5aba74418 +312\.5 MB *$", result.Lines[2]);
        Assert.All(result.Lines, line => Assert.True(line.TrimEnd().Length <= 90, line));
    }

    [GeneratedRegex(@"\$_\.([A-Za-z]+)")]
    private static partial Regex Property();
}
