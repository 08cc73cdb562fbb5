using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Mlem.Docker.PowerShell.Tests.Support;

/// <summary>
/// The module in out/, as the build left it. The assemblies that the tests are compiled against are taken from the
/// module's own load context, so that tests and sessions see the same types.
/// </summary>
internal static class BuiltModule
{
    public static string RepositoryRoot => Mlem.Docker.Tests.Support.RepositoryRoot.Path;

    public static string Directory { get; } = Path.Combine(RepositoryRoot, "out", "Mlem.Docker");

    public static string Manifest { get; } = Path.Combine(Directory, "Mlem.Docker.psd1");

    /// <summary>Libraries of other versions than the module's, loaded before the module is.</summary>
    public static IReadOnlyDictionary<string, Assembly> Foreign { get; private set; } = null!;

    [ModuleInitializer]
    internal static void Initialize()
    {
        Foreign = new[] { "YamlDotNet", "Docker.DotNet" }.ToDictionary(name => name, name =>
            AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "other", name + ".dll")));
        AssemblyLoadContext.Default.Resolving += (_, name) =>
            name.Name is "Mlem.Docker" or "Mlem.Docker.Client" or "Mlem.Docker.Python" or "Mlem.Docker.PowerShell" ? Load(name.Name) : null;
    }

    private static Assembly Load(string name)
    {
        Assembly loader = Assembly.LoadFrom(Path.Combine(Directory, "bin", "Mlem.Docker.Loader.dll"));
        return (Assembly)loader.GetType("Mlem.Docker.Loader.ModuleLoadContext")!
            .GetMethod("Load", [typeof(string)])!
            .Invoke(null, [Path.Combine(Directory, "bin", name + ".dll")])!;
    }
}
