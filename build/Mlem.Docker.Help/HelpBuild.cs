using System.Collections;
using System.Management.Automation.Language;
using System.Text;
using Mlem.Docker.Help.Cmdlets;
using Mlem.Docker.Help.Markdown;
using Mlem.Docker.Help.Output;

namespace Mlem.Docker.Help;

/// <summary>From the sources to the files of the help. Nothing is written while there are problems.</summary>
internal static class HelpBuild
{
    private const string TopicPrefix = "about_";

    public static void Run(HelpArguments arguments, HelpProblems problems)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        IReadOnlyList<CmdletDescription> cmdlets = CmdletReader.Read(arguments.Assembly, arguments.Documentation, problems);
        files[Path.GetFileName(arguments.Assembly) + "-Help.xml"] = MamlWriter.Write(Join(cmdlets, arguments.Pages, problems), OnlinePage(arguments.Manifest));
        foreach ((string topic, string file) in Topics(arguments))
            files[topic + ".help.txt"] = TopicWriter.Write(topic, file, problems);
        if (problems.Lines.Count > 0)
            return;

        foreach (FileInfo stale in Directory.CreateDirectory(arguments.Output).EnumerateFiles().Where(f => !files.ContainsKey(f.Name)))
            stale.Delete();
        foreach ((string name, string text) in files)
            File.WriteAllText(Path.Combine(arguments.Output, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    private static IEnumerable<(string Topic, string File)> Topics(HelpArguments arguments) =>
        Directory.EnumerateFiles(arguments.Pages, TopicPrefix + "*.md")
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileNameWithoutExtension(file), file))
            .Concat(arguments.Topics);

    private static string OnlinePage(string manifest)
    {
        ScriptBlockAst script = Parser.ParseFile(manifest, out _, out _);
        var table = (Hashtable)script.Find(found => found is HashtableAst, searchNestedScriptBlocks: false).SafeGetValue();
        return (string)((Hashtable)((Hashtable)table["PrivateData"]!)["PSData"]!)["ProjectUri"]!;
    }

    // Each cmdlet has a page, and each page its cmdlet.
    private static List<(CmdletDescription Cmdlet, CmdletPage Page)> Join(
        IReadOnlyList<CmdletDescription> cmdlets, string folder, HelpProblems problems)
    {
        var joined = new List<(CmdletDescription, CmdletPage)>();
        foreach (CmdletDescription cmdlet in cmdlets)
        {
            string file = Path.Combine(folder, cmdlet.Name + ".md");
            if (!File.Exists(file))
                problems.Add(file, 1, $"{cmdlet.Name} has no page.");
            else if (CmdletPageReader.Read(file, problems) is { } page)
                joined.Add((cmdlet, Check(cmdlet, page, file, problems)));
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*-*.md"))
        {
            if (!cmdlets.Any(cmdlet => cmdlet.Name == Path.GetFileNameWithoutExtension(file)))
                problems.Add(file, 1, "There is no such cmdlet.");
        }

        return joined;
    }

    private static CmdletPage Check(CmdletDescription cmdlet, CmdletPage page, string file, HelpProblems problems)
    {
        if (page.Outputs.Length == 0 && cmdlet.Outputs.FirstOrDefault(type => type.Description.Length == 0) is { } untold)
            problems.Add(file, 1, $"The page has a part Outputs, since {untold.FullName} does not tell what it is.");
        return page;
    }
}
