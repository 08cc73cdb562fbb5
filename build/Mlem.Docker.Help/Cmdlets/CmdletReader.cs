using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace Mlem.Docker.Help.Cmdlets;

/// <summary>Reads the cmdlets of an assembly as PowerShell itself sees them, with the words of their documentation.</summary>
internal static class CmdletReader
{
    /// <summary>All cmdlets, in the order of their names. A parameter without a summary is a problem.</summary>
    public static IReadOnlyList<CmdletDescription> Read(string assembly, string documentation, HelpProblems problems)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(assembly))!;
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(folder, name.Name + ".dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        var documents = new XmlDocumentation(Directory.EnumerateFiles(Path.GetDirectoryName(documentation)!, "*.xml"));
        return [.. AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(assembly)).GetExportedTypes()
            .Where(type => type.IsDefined(typeof(CmdletAttribute), inherit: false))
            .Select(type => Describe(type, documents, problems))
            .OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];
    }

    private static CmdletDescription Describe(Type type, XmlDocumentation documents, HelpProblems problems)
    {
        CmdletAttribute attribute = type.GetCustomAttribute<CmdletAttribute>()!;
        string name = $"{attribute.VerbName}-{attribute.NounName}";
        var command = new CmdletInfo(name, type);
        var parameters = new ParameterReader(type, documents);
        ParameterSetDescription[] sets = [.. command.ParameterSets.Select(set => new ParameterSetDescription(
            [.. set.Parameters.Where(p => !Cmdlet.CommonParameters.Contains(p.Name))
                .OrderBy(p => (uint)p.Position).ThenBy(p => !p.IsMandatory).Select(parameters.Read)]))];
        ParameterDescription[] all = [.. sets.SelectMany(set => set.Parameters)
            .GroupBy(parameter => parameter.Name)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(ParameterReader.Merge)];
        foreach (ParameterDescription bare in all.Where(parameter => parameter.Description.Length == 0))
            problems.Add($"{type.Name}.cs", 1, $"-{bare.Name} of {name} has no documentation.");

        return new(
            name,
            sets,
            all,
            [.. all.Where(parameter => parameter.PipelineInput.Contains("ByValue", StringComparison.Ordinal))
                .Select(parameter => new TypeDescription(parameter.FullTypeName, $"-{parameter.Name}: {parameter.Description}"))],
            [.. command.OutputType.Select(output => new TypeDescription(output.Name, documents.Summary("T:" + output.Name)))]);
    }
}
