using System.Collections;
using System.Management.Automation;
using Mlem.Docker.Deployment;
using Mlem.Docker.Exporting;
using Mlem.Docker.PowerShell.Completion;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Sessions;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>
/// Writes declarations, models or images as a manifest for Kubernetes: <c>Export-MlemKubernetesManifest</c>. Nothing is built;
/// the image is one that a registry has, and is named by its digest.
/// </summary>
[Cmdlet(VerbsData.Export, "MlemKubernetesManifest", SupportsShouldProcess = true, DefaultParameterSetName = ModelSet)]
[OutputType(typeof(KubernetesManifest))]
public sealed class ExportMlemKubernetesManifestCommand : ExportDeploymentCommand
{
    private readonly List<KubernetesManifest> _manifests = [];

    /// <summary>The namespace; without it, the one that kubectl is set to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <summary>How many pods; with -MaxReplicas, how many at least.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Replicas { get; set; } = 1;

    /// <summary>How many pods an autoscaler may make. Without it, there is no autoscaler.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxReplicas { get; set; }

    /// <summary>Which share of their processors, in percent, the autoscaler aims at.</summary>
    [Parameter]
    [ValidateRange(1, 100)]
    public int TargetCpuPercent { get; set; } = 80;

    /// <summary>How the Service is reached: ClusterIP, inside the cluster; NodePort, on a port of every node; or LoadBalancer.</summary>
    [Parameter]
    public KubernetesServiceType ServiceType { get; set; }

    /// <summary>The host by which an Ingress reaches the Service. Without it, there is no Ingress.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IngressHost { get; set; }

    /// <summary>Which controller the Ingress is for; without it, the cluster's own.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IngressClass { get; set; }

    /// <summary>The Secret with the certificate of the Ingress; without it, plain http.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? IngressTlsSecret { get; set; }

    /// <summary>Secrets of the cluster with the logins that the image is pulled with.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] ImagePullSecret { get; set; } = [];

    /// <summary>When a node pulls the image: Always, IfNotPresent or Never. Without it, once, since a digest never changes.</summary>
    [Parameter]
    public KubernetesPullPolicy? ImagePullPolicy { get; set; }

    /// <summary>
    /// Secrets of the cluster that the container sees as files in /run/secrets: name, name/key, or name/key=target; or a hashtable
    /// of targets with these. Their values are in no manifest.
    /// </summary>
    [Parameter]
    [SecretTransformation]
    [AllowEmptyCollection]
    public ServiceSecret[] Secret { get; set; } = [];

    /// <summary>
    /// Environment variables that come from Secrets of the cluster: @{ NAME = 'secret/key' }; the key is NAME where it is left out.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public Hashtable EnvironmentSecret { get; set; } = [];

    /// <summary>The Engine's address, for an image that only it knows by name; without it, the one that the docker CLI would use.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DaemonHostCompleter))]
    public override string? DaemonHost { get; set; }

    /// <summary>Allows plain http, and certificates that cannot be verified, for a registry that is not this machine.</summary>
    [Parameter]
    public SwitchParameter Insecure { get; set; }

    /// <inheritdoc/>
    private protected override bool Builds => false;

    /// <inheritdoc/>
    private protected override async Task<bool> ProcessOtherAsync(object what, MlemModel? model, CancellationToken cancellationToken)
    {
        if (what is not KubernetesDeployment declared)
            return false;
        await NotedAsync(async () =>
        {
            // It has no run parameters of its own, so that those that are given contradict nothing.
            CheckDeclared(declared, declared.ImageName, except: RunParameterNames);
            KubernetesOptions options = declared.ToOptions(Options(), Given(nameof(ServiceType)));
            await ExportAsync(declared.ToContainer(model?.Hash, RunParameterTexts()), model, Image, options, cancellationToken, "image_name").ConfigureAwait(false);
        }).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    private protected override Task CollectAsync(
        DockerContainer deployment, MlemModel? model, DockerImage? image, CancellationToken cancellationToken) =>
        ExportAsync(deployment, model, image, Options(), cancellationToken);

    /// <inheritdoc/>
    private protected override async Task WriteAsync(string? file, CancellationToken cancellationToken)
    {
        if (_manifests.Count == 0)
            return;
        if (file is not null)
        {
            string names = string.Join(", ", _manifests.Select(m => m.Name));
            string text = string.Join("---\n", _manifests.Select(m => m.Text));
            string shown = string.Join("---\n", _manifests.Select(m => m.Preview));
            if (!ShouldProcess(Messages.FormatWriteManifestOfWith(file, names, shown), Messages.FormatWriteManifestOf(file, names), Messages.WriteManifest))
                return;
            await ExportFile.WriteAsync(file, text, Force, cancellationToken).ConfigureAwait(false);
        }

        foreach (KubernetesManifest manifest in _manifests)
            WriteObject(manifest with { Path = file });
    }

    private async Task ExportAsync(
        DockerContainer deployment, MlemModel? model, DockerImage? image, KubernetesOptions options, CancellationToken cancellationToken,
        string nameField = "container_name")
    {
        ExportInput input = Input(deployment, model, image) with { Secrets = Secret, NameField = nameField };
        if ((deployment.Server ?? input.Server) is null && !deployment.Params.ContainsKey("command") && !deployment.Params.ContainsKey("entrypoint"))
            WriteWarning(Messages.FormatServerOfExportIsNotKnown(input.Name));
        if (image?.Digest is null)
        {
            DockerEnv env = deployment.ResolveEnv();
            image ??= ImageStep.TargetOf(deployment, env, input.Name);
            var services = new ImageConnection(env, DaemonHost, null, null, Insecure);
            ImageOperations images = Call(() => services.Create(Observer));
            await using (images.ConfigureAwait(false))
                image = await ExportImage.ResolveAsync(image, images, cancellationToken).ConfigureAwait(false);
        }

        KubernetesManifest manifest = KubernetesExporter.Export(input with { Image = image }, options);
        if (_manifests.FirstOrDefault(m => m.Name == manifest.Name && m.Namespace == manifest.Namespace) is not null)
            throw KubernetesExporter.Twice(manifest.Name);
        _manifests.Add(manifest);
    }

    private KubernetesOptions Options() => new()
    {
        Namespace = Namespace,
        Replicas = Replicas,
        MaxReplicas = MaxReplicas,
        TargetCpuPercent = MaxReplicas is not null || Given(nameof(TargetCpuPercent)) ? TargetCpuPercent : null,
        ServiceType = ServiceType,
        IngressHost = IngressHost,
        IngressClass = IngressClass,
        IngressTlsSecret = IngressTlsSecret,
        ImagePullSecrets = ImagePullSecret,
        ImagePullPolicy = ImagePullPolicy,
        EnvironmentSecrets = EnvironmentSecret.Cast<DictionaryEntry>()
            .OrderBy(e => e.Key.ToString(), StringComparer.Ordinal)
            .ToDictionary(e => e.Key.ToString()!, e => e.Value?.ToString() ?? string.Empty),
    };
}
