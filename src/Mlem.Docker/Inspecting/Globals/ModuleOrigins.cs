using System.Reflection;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Requirements;

namespace Mlem.Docker.Inspecting;

/// <summary>Where a module comes from that a pickle imports: Python itself, the model's own files, its requirements, or nowhere.</summary>
internal sealed class ModuleOrigins
{
    // What MLEM itself brings into every image, and what unpickling with dill needs.
    private static readonly string[] OfMlem = ["mlem", "dill", "cloudpickle", "mlem_docker"];

    private static readonly Lazy<HashSet<string>> Standard = new(ReadStandard);

    private readonly HashSet<string> _own = new(StringComparer.Ordinal);
    private readonly HashSet<string> _packages = new(StringComparer.Ordinal);

    /// <summary>Python alone, for a file that belongs to no model.</summary>
    public ModuleOrigins()
    {
    }

    /// <summary>What a model brings.</summary>
    public ModuleOrigins(MlemModel model)
    {
        foreach (MlemRequirement requirement in model.Requirements)
        {
            if (requirement is CustomRequirement own)
                _own.Add(own.Module.Split('.')[0]);
            else if (requirement is InstallableRequirement package)
                _packages.UnionWith([package.Module.Split('.')[0], PackageName.Normalize(package.Package)]);
            else if (requirement is CondaPackageRequirement conda)
                _packages.Add(PackageName.Normalize(conda.PackageName));
        }
    }

    /// <summary>Whether Python itself has it.</summary>
    public static bool IsStandard(string module) => Standard.Value.Contains(module.Split('.')[0]);

    /// <summary>Whether it is one of the model's own files.</summary>
    public bool IsOwn(string module) => _own.Contains(module.Split('.')[0]);

    /// <summary>Whether the model's requirements, or MLEM itself, bring it.</summary>
    public bool IsRequired(string module)
    {
        string top = module.Split('.')[0];
        return OfMlem.Contains(top) || _packages.Contains(top) || _packages.Contains(PackageName.Normalize(PackageOf(module)))
            || Companions.BroughtBy(top).Any(_packages.Contains);
    }

    /// <summary>The package that brings a module (D11).</summary>
    public static string PackageOf(string module)
    {
        for (string name = module; ;)
        {
            if (PackageNames.Find(name) is { } package)
                return package;
            int dot = name.LastIndexOf('.');
            if (dot < 0)
                return name;
            name = name[..dot];
        }
    }

    private static HashSet<string> ReadStandard()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Mlem.Docker.python-modules.txt")!;
        using var reader = new StreamReader(stream);
        var modules = new HashSet<string>(LegacyModules.Names, StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                modules.UnionWith(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        return modules;
    }
}
