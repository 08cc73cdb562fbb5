using System.Collections;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Deployment;

/// <summary>State managers as MLEM's <c>state</c> mappings.</summary>
internal static class StateManagerYaml
{
    public static YamlMapping Write(StateManager manager)
    {
        YamlBuild fields = new YamlBuild()
            .Add("type", manager.Type)
            .Add("locking", manager.Locking)
            .Add("lock_timeout", new YamlFloat(manager.LockTimeout));
        if (manager is FsspecStateManager fsspec)
        {
            fields.Add("uri", fsspec.Uri).Add("storage_options", new YamlMapping([.. fsspec.StorageOptions
                .Cast<DictionaryEntry>()
                .Select(e => KeyValuePair.Create<YamlValue, YamlValue>(
                    new YamlString(e.Key.ToString()!), new YamlString(e.Value?.ToString() ?? string.Empty)))]));
        }

        return fields.Build();
    }
}
