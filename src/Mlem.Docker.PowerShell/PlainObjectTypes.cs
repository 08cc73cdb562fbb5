using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Mlem.Docker.PowerShell.Conversion;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell;

/// <summary>Tells a runspace which types of ours can be made from plain objects, and how deep they are sent to other processes.</summary>
internal static class PlainObjectTypes
{
    private static readonly Type[] Types =
    [
        typeof(DockerRegistry), typeof(ServerInput), typeof(DockerBuildArgsInput), typeof(RunParametersInput), typeof(StateManager),
        typeof(StateManagerInput),
        typeof(DockerEnv), typeof(DockerContainer), typeof(DockerServiceTarget), typeof(DockerContainerStatus), typeof(DockerImage),
        typeof(DockerDir), typeof(MlemModel),
    ];

    // A job and another machine give the parts of these as well, and not only their texts, as Export-Clixml does.
    private static readonly Type[] WithParts = [typeof(DockerDir), typeof(DockerEnv), typeof(MlemModel)];

    // What an object holds and nobody sees by chance: PowerShell shows all properties of an object that follows one of another type,
    // whatever view it has.
    private static readonly (Type Type, string[] Properties)[] Hidden =
    [
        (typeof(DockerBuildArgs), [nameof(DockerBuildArgs.BuildArg), nameof(DockerBuildArgs.SetEnv)]),
        (typeof(DockerContainer), [nameof(DockerContainer.Params)]),
        (typeof(FsspecStateManager), [nameof(FsspecStateManager.StorageOptions)]),
        (typeof(ComposeFile), [nameof(ComposeFile.Object), nameof(ComposeFile.Text)]),
        (typeof(KubernetesManifest), [nameof(KubernetesManifest.Objects), nameof(KubernetesManifest.Text)]),
        (typeof(MlemModel), [nameof(MlemModel.Params), nameof(MlemModel.CallOrders)]),
    ];

    /// <summary>Tells the runspace of this thread.</summary>
    public static void Register()
    {
        // As Update-TypeData does it, which is no core command. A PowerShell without these loses the conversion only.
        const BindingFlags Inner = BindingFlags.Instance | BindingFlags.NonPublic;
        object? context = typeof(Runspace).GetProperty("ExecutionContext", Inner)?.GetValue(Runspace.DefaultRunspace);
        if (context?.GetType().GetProperty("TypeTable", Inner)?.GetValue(context) is not TypeTable table)
            return;
        foreach (Type type in Types)
        {
            var data = new TypeData(type) { TypeConverter = typeof(PlainObjectConverter), IsOverride = true };
            if (WithParts.Contains(type))
                data.SerializationDepth = 2;
            table.AddType(data);
        }

        foreach ((Type type, string[] hidden) in Hidden)
        {
            string[] shown = [.. type.GetProperties().Select(p => p.Name).Except(hidden)];
            foreach (string name in (string[])[type.FullName!, "Deserialized." + type.FullName])
                table.AddType(new TypeData(name) { DefaultDisplayPropertySet = new PropertySetData(shown), IsOverride = true });
        }
    }
}
