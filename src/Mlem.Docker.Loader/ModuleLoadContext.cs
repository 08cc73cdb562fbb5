using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Mlem.Docker.Loader;

/// <summary>
/// The assembly load context in which the module and everything it depends on live, so that other modules of the
/// session may have other versions of the same libraries.
/// </summary>
public sealed class ModuleLoadContext : AssemblyLoadContext
{
    private const string NamePrefix = "Mlem.Docker: ";

    private readonly string _directory;

    private ModuleLoadContext(string directory)
        : base(NamePrefix + directory) => _directory = directory;

    /// <summary>Loads an assembly of the module, in the context that belongs to its folder.</summary>
    /// <param name="path">The full path of the assembly.</param>
    /// <returns>The assembly; the same one for every import from that folder in this process.</returns>
    public static Assembly Load(string path)
    {
        ModuleLoadContext context = ForDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return context.LoadFromAssemblyPath(context.Find(Path.GetFileName(path)));
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What the module ships is taken from its folder, whatever version is asked for or loaded elsewhere;
        // what it does not ship (PowerShell, the base library) falls through to the default context.
        string path = Find(assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }

    // What was compiled for this platform lies in a folder of its name; not all platforms have one, nor all assemblies.
    private string Find(string file)
    {
        string precompiled = Path.Combine(_directory, Platform, file);
        return File.Exists(precompiled) ? precompiled : Path.Combine(_directory, file);
    }

    private static string Platform
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    // The runtime's own list of contexts is the register: two runspaces that import at once share one context.
    private static ModuleLoadContext ForDirectory(string directory)
    {
        lock (typeof(ModuleLoadContext))
        {
            return All.OfType<ModuleLoadContext>().FirstOrDefault(c => c._directory == directory)
                ?? new ModuleLoadContext(directory);
        }
    }
}
