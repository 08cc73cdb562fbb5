namespace Mlem.Docker.Host;

/// <summary>Finds the module that the host serves.</summary>
internal static class ModuleLocator
{
    private const string Manifest = "Mlem.Docker.psd1";

    /// <summary>
    /// The module's manifest: in the folder Mlem.Docker beside the host, in the host's own folder or the one above
    /// (a host shipped inside the module), or at out/Mlem.Docker of the clone that the host was built in.
    /// </summary>
    /// <exception cref="FileNotFoundException">It is nowhere.</exception>
    public static string Find(string start)
    {
        for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
        {
            foreach (string candidate in new[] { "Mlem.Docker", "out/Mlem.Docker" })
            {
                string path = Path.Combine(folder.FullName, candidate, Manifest);
                if (File.Exists(path))
                    return path;
            }

            // The repository's root has a manifest too, but the one beside a psm1 is the module's.
            if (File.Exists(Path.Combine(folder.FullName, "Mlem.Docker.psm1")))
                return Path.Combine(folder.FullName, Manifest);
        }

        throw new FileNotFoundException(
            $"The module Mlem.Docker was not found beside {start}; build it with: dotnet build -c Release");
    }
}
