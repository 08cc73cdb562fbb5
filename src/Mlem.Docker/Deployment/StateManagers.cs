using System.Collections;
using Mlem.Docker.Metadata;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>Where a deployment's state is kept (MLEM: <c>StateManager</c>).</summary>
/// <param name="Locking">Whether changes are locked against others (<c>locking</c>).</param>
/// <param name="LockTimeout">How long to wait for the lock, in seconds (<c>lock_timeout</c>).</param>
public abstract record StateManager(bool Locking, double LockTimeout)
{
    /// <summary>MLEM's default for <see cref="LockTimeout"/>: ten minutes.</summary>
    public const double DefaultLockTimeout = 600;

    /// <summary>MLEM's type name: <c>local</c> or <c>fsspec</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Makes a state manager from values with MLEM's keys.</summary>
    /// <param name="value">A mapping with <c>type</c>, <c>uri</c>, <c>locking</c> and so on.</param>
    /// <param name="source">Where the values come from, for messages.</param>
    /// <exception cref="MlemException">A field is unknown, missing, or has a value of the wrong kind.</exception>
    public static StateManager FromYaml(YamlValue value, string source) =>
        FromYaml((YamlMapping)TypeCatalogue.Default["@state"].Normalize(value, KeyPath.Root, new SchemaContext(source)));

    internal static StateManager FromYaml(YamlMapping fields)
    {
        bool locking = fields.Flag("locking", true);
        double timeout = (fields["lock_timeout"] as YamlFloat)?.Value ?? DefaultLockTimeout;
        return fields.Text("type") == "local"
            ? new LocalFileStateManager(locking, timeout)
            : new FsspecStateManager(fields.Text("uri")!, locking, timeout)
            {
                StorageOptions = PlainValue.From(fields.Mapping("storage_options") ?? new YamlMapping([])) as IDictionary ?? new Hashtable(),
            };
    }
}

/// <summary>Keeps the state beside the deployment's file, as <c>name.mlem.state</c> (MLEM: <c>LocalFileStateManager</c>).</summary>
/// <param name="Locking">Whether changes are locked against others.</param>
/// <param name="LockTimeout">How long to wait for the lock, in seconds.</param>
public sealed record LocalFileStateManager(bool Locking = true, double LockTimeout = StateManager.DefaultLockTimeout)
    : StateManager(Locking, LockTimeout)
{
    /// <inheritdoc/>
    public override string Type => "local";
}

/// <summary>Keeps the state in a folder of its own, as <c>uri/.mlem.state/name</c> (MLEM: <c>FSSpecStateManager</c>).</summary>
/// <param name="Uri">The folder: a path or a <c>file://</c> URI; other schemes are refused when they are used.</param>
/// <param name="Locking">Whether changes are locked against others.</param>
/// <param name="LockTimeout">How long to wait for the lock, in seconds.</param>
public sealed record FsspecStateManager(string Uri, bool Locking = true, double LockTimeout = StateManager.DefaultLockTimeout)
    : StateManager(Locking, LockTimeout)
{
    /// <inheritdoc/>
    public override string Type => "fsspec";

    /// <summary>Options for other file systems; kept, but not used here.</summary>
    public IDictionary StorageOptions { get; init; } = new Hashtable();
}
