using Docker.DotNet.Models;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Kubernetes;

/// <summary>
/// When a pod has started, serves, and must be started again. What tells it is the server: a request of the kubelet's for
/// readiness; for the start and for life a command inside, which Podman runs as well (its own requests need curl in the image).
/// </summary>
internal sealed class KubernetesProbes(ExportedContainer container, IReadOnlyList<string> variables)
{
    // Two minutes, as Start-MlemDockerContainer waits.
    private const int StartSeconds = 120;

    private const int StartPause = 2;

    // Docker calls a container unhealthy after this time, and goes on; a pod would be killed while it starts.
    private double UnhealthyAfter => _declared is null ? 0
        : (_declared.StartPeriod?.TotalSeconds ?? 0) + ((_declared.Retries is > 0 and var retries ? retries : 3) * (double)Seconds(_declared.Interval, 30));

    private readonly HealthcheckConfig? _declared = container.Request.Healthcheck;

    /// <summary>Until this one succeeds, the others are not asked.</summary>
    public YamlMapping? Startup => Test is not { } test ? null : Map(
        ("exec", test),
        ("periodSeconds", StartPause),
        ("timeoutSeconds", Seconds(container.Healthcheck!.Timeout, 30)),
        ("failureThreshold", Number(Math.Max(StartSeconds, UnhealthyAfter) / StartPause)));

    /// <summary>While this one fails, no request comes to the pod.</summary>
    public YamlMapping? Readiness => IsOff ? null : _declared is null && container.InterfacePort is { } port
        ? Map(
            ("httpGet", Map(("path", container.Server!.Type == "_sagemaker" ? "/ping" : "/interface.json"), ("port", port))),
            ("periodSeconds", 5),
            ("timeoutSeconds", 5),
            ("failureThreshold", 3))
        : Repeated();

    /// <summary>When this one fails, the container is started again.</summary>
    public YamlMapping? Liveness => Repeated();

    private bool IsOff => _declared?.Test is ["NONE"];

    // Without a test of its own, a declared check has that of the image in Docker; Kubernetes reads none of an image.
    private IList<string>? Words()
    {
        if (container.Healthcheck is not { } check)
            return null;
        return check.Test is { Count: > 0 } own ? own : container.ServerCheck?.Test ?? throw ExportRules.Refuse(
            ExportPlatform.Kubernetes, "healthcheck", Messages.PodReadsNoCheckOfImage, Messages.GiveItsTest);
    }

    private YamlMapping? Test => IsOff || Words() is not { } test ? null : test[0] switch
    {
        "CMD-SHELL" => Command(["/bin/sh", "-c", .. test.Skip(1)]),
        "CMD" => Command(test.Skip(1)),
        _ => Command(test),
    };

    // The kubelet puts variables into the words of a probe as into those of the container.
    private YamlMapping Command(IEnumerable<string> words) =>
        Map(("command", List(words.Select(w => KubernetesEnvironment.Literal(w, variables)))));

    // Docker's defaults, where the declaration says nothing: every 30 seconds, 30 seconds long, three times.
    private YamlMapping? Repeated() => Test is not { } test ? null : _declared is null
        ? Map(
            ("exec", test),
            ("periodSeconds", 30),
            ("timeoutSeconds", Seconds(container.Healthcheck!.Timeout, 30)),
            ("failureThreshold", 5))
        : Map(
            ("exec", test),
            ("periodSeconds", Seconds(_declared.Interval, 30)),
            ("timeoutSeconds", Seconds(_declared.Timeout, 30)),
            ("failureThreshold", _declared.Retries is > 0 and var retries ? Number(retries) : 3L));

    private static long Seconds(TimeSpan? time, long standard) =>
        time is { } span && span > TimeSpan.Zero ? Number(span.TotalSeconds) : standard;

    private static long Number(double number) => Math.Ceiling(number) <= int.MaxValue ? (long)Math.Ceiling(number) : throw ExportRules.Refuse(
        ExportPlatform.Kubernetes, "healthcheck", Messages.FormatNumberIsTooGreat(Math.Ceiling(number), int.MaxValue), Messages.GiveALowerOne);
}
