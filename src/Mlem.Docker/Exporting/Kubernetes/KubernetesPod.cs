using System.Globalization;
using Docker.DotNet.Models;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>
/// A container as the pod of Kubernetes that runs it
/// (https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/).
/// </summary>
internal sealed class KubernetesPod(ExportedContainer container, KubernetesOptions options)
{
    /// <summary>The name of the port that answers MLEM's HTTP interface.</summary>
    public const string Http = "http";

    /// <summary>How long a pod still answers after it was told to end: until then no new request comes to it.</summary>
    public static readonly TimeSpan Drain = TimeSpan.FromSeconds(5);

    private readonly KubernetesVolumes _volumes = new(container);
    private readonly KubernetesRights _rights = new(container);

    /// <summary>The pod's <c>spec</c>.</summary>
    public YamlMapping Spec()
    {
        CheckNetwork();
        CheckRestart();
        return Map(
            ("automountServiceAccountToken", false),
            ("enableServiceLinks", false),
            ("hostname", container.Request.Hostname is { Length: > 0 } host ? KubernetesNames.Label("params.hostname", host) : null),
            ("imagePullSecrets", List(options.ImagePullSecrets.Distinct(StringComparer.Ordinal)
                .Select(s => Map(("name", KubernetesNames.Subdomain("ImagePullSecret", s)))))),
            ("nodeSelector", KubernetesPlatform.Selector(container.Platform)),
            ("terminationGracePeriodSeconds", (long)Math.Ceiling((container.StopGrace + Drain).TotalSeconds)),
            ("dnsPolicy", container.Host.DNS is { Count: > 0 } ? "None" : null),
            ("dnsConfig", KubernetesDns.Config(container.Host)),
            ("hostAliases", KubernetesDns.Aliases(container.Host)),
            ("securityContext", _rights.OfPod()),
            ("containers", List([Container()])),
            ("volumes", _volumes.Volumes));
    }

    private YamlMapping Container()
    {
        (IList<string>? command, IList<string>? args) = (container.Request.Entrypoint, container.Request.Cmd);

        // An entry point of one empty word takes the image's away: the command then is all.
        if (command is [""])
            (command, args) = (args, null);
        var probes = new KubernetesProbes(container, KubernetesEnvironment.Names(container, options));
        return Map(
            ("name", container.Name),
            ("image", container.Image),
            ("imagePullPolicy", options.ImagePullPolicy?.ToString()),
            ("command", Words(command)),
            ("args", Words(args)),
            ("workingDir", container.Request.WorkingDir is { Length: > 0 } folder ? folder : null),
            ("env", KubernetesEnvironment.For(container, options)),
            ("ports", List(container.Inside.Select(Port))),
            ("startupProbe", probes.Startup),
            ("readinessProbe", probes.Readiness),
            ("livenessProbe", probes.Liveness),
            ("lifecycle", container.Inside.Count > 0
                ? Map(("preStop", Map(("sleep", Map(("seconds", (long)Drain.TotalSeconds)))))) : null),
            ("resources", KubernetesResources.For(container)),
            ("securityContext", _rights.OfContainer()),
            ("stdin", container.Request.OpenStdin == true ? true : null),
            ("tty", container.Request.Tty == true ? true : null),
            ("volumeMounts", _volumes.Mounts));
    }

    /// <summary>A port's name in the manifest.</summary>
    public static string PortName(ExportedContainer container, PortMapping port) =>
        port.Protocol == "tcp" && port.ContainerPort == container.InterfacePort
            ? Http : string.Create(CultureInfo.InvariantCulture, $"{port.Protocol}-{port.ContainerPort}");

    private YamlMapping Port(PortMapping port) => Map(
        ("name", PortName(container, port)),
        ("containerPort", port.ContainerPort),
        ("protocol", port.Protocol.ToUpperInvariant()));

    // Kubernetes puts variables in place of $(NAME), which Docker does not; $$ is a dollar there.
    internal static string Literal(string text) =>
        text.Contains("$(", StringComparison.Ordinal) || text.Contains("$$", StringComparison.Ordinal)
            ? text.Replace("$", "$$", StringComparison.Ordinal) : text;

    private static YamlSequence? Words(IList<string>? words) => words is null ? null : List(words.Select(Literal));

    private void CheckNetwork()
    {
        if (container.Host.NetworkMode is not (null or "" or "default" or "bridge"))
        {
            throw Refuse(
                container.NetworkParameter, Messages.FormatPodHasNetworkOfItsOwn(container.Host.NetworkMode), Messages.LeaveItOut);
        }
    }

    // A Deployment knows no other way than to start again what ended.
    private void CheckRestart()
    {
        if (container.Host.RestartPolicy?.Name is RestartPolicyKind.No or RestartPolicyKind.OnFailure)
            throw Refuse("restart_policy", Messages.DeploymentAlwaysStartsAgain, Messages.GiveAlwaysOrLeaveItOut);
    }

    private static MlemException Refuse(string name, string why, string instead) =>
        ExportRules.Refuse(ExportPlatform.Kubernetes, name, why, instead);
}
