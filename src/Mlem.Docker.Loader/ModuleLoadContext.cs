using System.Reflection;
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
        string file = Path.GetFullPath(path);
        return ForDirectory(Path.GetDirectoryName(file)!).LoadFromAssemblyPath(file);
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // What the module ships is taken from its folder, whatever version is asked for or loaded elsewhere;
        // what it does not ship (PowerShell, the base library) falls through to the default context.
        string path = Path.Combine(_directory, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
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
