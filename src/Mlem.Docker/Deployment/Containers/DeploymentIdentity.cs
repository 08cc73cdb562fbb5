using System.Security.Cryptography;
using System.Text;

namespace Mlem.Docker.Deployment;

/// <summary>
/// Which containers belong to a deployment: they carry its owner label. For a declared one that is made of the machine
/// and the state's place, for one without a declaration of its name, which the Engine knows only once.
/// </summary>
internal sealed record DeploymentIdentity(string Owner, string? StatePath, string? DeclarationPath, string? Project)
{
    public const string OwnerLabel = "mlem.owner";
    public const string DeploymentLabel = "mlem.deployment";
    public const string ProjectLabel = "mlem.project";
    public const string StateFileLabel = "mlem.state_file";
    public const string StateLabel = "mlem.state";
    public const string ImageLabel = "mlem.built_for";
    public const string ContextLabel = "mlem.context";
    public const string ModelHashLabel = "mlem.model_hash";

    public static DeploymentIdentity For(DockerContainer deployment, IStateStore store) => store.Path is { } state
        ? new(Hash($"{ThisMachine.Identity}\n{state}"), state, deployment.Path, deployment.ProjectRoot)
        : AdHoc(deployment.ContainerName!);

    public static DeploymentIdentity AdHoc(string name) => new(Hash($"adhoc\n{name}"), null, null, null);

    /// <summary>Gets the label of images that were built for this deployment. Containers inherit it, so it is another one than theirs.</summary>
    public IReadOnlyDictionary<string, string> ImageLabels => new Dictionary<string, string> { [ImageLabel] = Owner };

    /// <summary>The labels of a container; the state goes with it, so that a container alone tells all.</summary>
    public IReadOnlyDictionary<string, string> Labels(DockerContainerState state)
    {
        var labels = new Dictionary<string, string>
        {
            [OwnerLabel] = Owner,
            [DeploymentLabel] = DeclarationPath ?? string.Empty,
            [ProjectLabel] = Project ?? string.Empty,
            [StateFileLabel] = StatePath ?? string.Empty,
            [ModelHashLabel] = state.ModelHash ?? string.Empty,
            [StateLabel] = (state with { ContainerId = null, ContainerName = null }).ToYaml(),
        };
        return labels;
    }

    /// <summary>
    /// True for a container of another deployment that is still there. A state that was moved with its project keeps
    /// its container.
    /// </summary>
    public bool IsForeign(IReadOnlyDictionary<string, string> labels) =>
        labels.TryGetValue(OwnerLabel, out string? owner) && owner != Owner
        && labels.GetValueOrDefault(StateFileLabel) is var file && (string.IsNullOrEmpty(file) || File.Exists(file));

    public bool Owns(IReadOnlyDictionary<string, string> labels) => labels.GetValueOrDefault(OwnerLabel) == Owner;

    /// <summary>The state that a container tells of itself; null when it tells none.</summary>
    public static DockerContainerState? StateOf(string id, string name, IReadOnlyDictionary<string, string> labels)
    {
        if (!labels.TryGetValue(StateLabel, out string? text))
            return null;
        try
        {
            return DockerContainerState.Parse(text, Messages.FormatLabelOfContainer(StateLabel, name)) with
            {
                ContainerId = id,
                ContainerName = name,
            };
        }
        catch (MlemException)
        {
            return null;
        }
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32].ToLowerInvariant();
}
