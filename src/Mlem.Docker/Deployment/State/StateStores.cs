using Mlem.Docker.Metadata;

namespace Mlem.Docker.Deployment;

/// <summary>Finds where a declared deployment's state is kept (docs/mlem-contract.md, 34).</summary>
internal static class StateStores
{
    /// <summary>The state manager that counts: the declaration's, else the project's, else none is named.</summary>
    public static StateManager? Manager(DockerContainer deployment, IReadOnlyDictionary<string, string> variables) =>
        deployment.StateManager ?? (MlemConfiguration.Read(
            deployment.ProjectRoot ?? Path.GetDirectoryName(deployment.Path) ?? Environment.CurrentDirectory, variables).StateManager is { } yaml
            ? StateManager.FromYaml(yaml)
            : null);

    public static FileStateStore For(DockerContainer deployment, StateManager? manager, string workingFolder)
    {
        manager ??= new LocalFileStateManager();
        // Whoever declares it names a folder in the one case; in the other it stays in the project.
        string? named = manager is FsspecStateManager fsspec ? Folder(fsspec.Uri, workingFolder) : null;
        string path = named is null ? deployment.Path + ".state" : Path.Combine(named, ".mlem.state", deployment.Name!);
        IEnumerable<string?> within = named is null ? [Path.GetDirectoryName(deployment.Path), deployment.ProjectRoot] : [named];
        double longest = TimeSpan.FromDays(365).TotalSeconds;
        double seconds = double.IsNaN(manager.LockTimeout) ? longest : Math.Clamp(manager.LockTimeout, 0, longest);
        return ForeignValues.Use(
            deployment.Path, () => new FileStateStore(
                Path.GetFullPath(path), manager.Locking, TimeSpan.FromSeconds(seconds),
                [.. within.OfType<string>().Where(f => f.Length > 0).Select(f => RealPath.Find(f)).OfType<string>()]));
    }

    // fsspec's "file" and "local", and plain paths.
    private static string Folder(string uri, string workingFolder)
    {
        string path = uri;
        int scheme = uri.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            if (uri[..scheme] is not ("file" or "local"))
                throw NotSupported(uri);
            path = uri[(scheme + 3)..];
        }
        else if (uri.Contains("::", StringComparison.Ordinal))
        {
            throw NotSupported(uri);
        }

        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal))
            path = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) + path[1..];
        return Path.Combine(workingFolder, path);
    }

    private static MlemException NotSupported(string uri) => new(
        "StateUriNotSupported",
        MlemErrorCategory.NotImplemented,
        Messages.FormatStateUriNotSupported(uri),
        uri,
        Messages.StateUriNotSupportedRemedy);
}
