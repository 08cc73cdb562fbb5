using System.Xml.Linq;

namespace Mlem.Docker.Help.Tests.Support;

/// <summary>The sources of a help in a temporary folder, with a good page for <c>Get-Sample</c>, and the files made of them.</summary>
internal sealed class HelpFolder : IDisposable
{
    public const string Page = """
        # Get-Sample

        Reads a *sample*.

        Takes `Path`, or the sample itself.

        ## Examples

        ### Read one

        ```powershell
        Get-Sample one
        ```

        The first sample.

        ### Read two

        ```powershell
        Get-Sample two |
            Out-Null
        ```

        The second one.

        ### Read all

        ```powershell
        Get-Sample *
        ```

        All of them.

        ## Links

        - [about_Samples](about_Samples.md)
        - [Samples](https://samples.example/)
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("mlem-help-").FullName;

    public HelpFolder(string page = Page)
    {
        Directory.CreateDirectory(Path.Combine(_root, "pages"));
        Directory.CreateDirectory(Path.Combine(_root, "empty"));
        Write("Get-Sample.md", page);
        File.WriteAllText(Path.Combine(_root, "module.psd1"), "@{ PrivateData = @{ PSData = @{ ProjectUri = 'https://project.example/' } } }");
    }

    public string Output => Path.Combine(_root, "en-US");

    public string Write(string name, string text)
    {
        string file = Path.Combine(_root, "pages", name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Delete(string name) => File.Delete(Path.Combine(_root, "pages", name));

    /// <summary>Makes the help, and answers what is wrong with its sources: file, line and problem.</summary>
    public string[] Build(bool documented = true, params (string Topic, string File)[] topics)
    {
        string assembly = typeof(GetSampleCommand).Assembly.Location;
        string documentation = documented ? Path.ChangeExtension(assembly, ".xml") : Path.Combine(_root, "empty", "none.xml");
        var problems = new HelpProblems();
        HelpBuild.Run(new(assembly, documentation, Path.Combine(_root, "pages"), Output, Path.Combine(_root, "module.psd1"), topics), problems);
        return [.. problems.Lines.Select(line => line.Replace(Path.Combine(_root, "pages") + Path.DirectorySeparatorChar, "", StringComparison.Ordinal))];
    }

    public string Text(string name) => File.ReadAllText(Path.Combine(Output, name));

    /// <summary>The help of the one cmdlet.</summary>
    public XElement Command() => XDocument.Load(Path.Combine(Output, "Mlem.Docker.Help.Tests.dll-Help.xml")).Root!.Elements().Single();

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
