using System.Text.Json.Nodes;
using Docker.DotNet.Models;

namespace Mlem.Docker.Deployment;

/// <summary>Writes a container's request as a service's declaration: what the tasks' containers are like.</summary>
internal sealed class ServiceContainer(CreateContainerParameters request)
{
    private readonly HostConfig _host = request.HostConfig!;

    /// <summary>The declaration's <c>ContainerSpec</c>. Nothing is written that is the default, as the swarm itself does.</summary>
    public JsonObject Spec() => Put(
        ("Labels", ServiceJson.Map(request.Labels)),
        ("Command", ServiceJson.Texts(request.Entrypoint)),
        ("Args", ServiceJson.Texts(request.Cmd)),
        ("Hostname", ServiceJson.Text(request.Hostname)),
        ("Env", ServiceJson.Texts(request.Env)),
        ("Dir", ServiceJson.Text(request.WorkingDir)),
        ("User", ServiceJson.Text(request.User)),
        ("Groups", ServiceJson.Texts(_host.GroupAdd)),
        ("TTY", ServiceJson.Flag(request.Tty)),
        ("OpenStdin", ServiceJson.Flag(request.OpenStdin)),
        ("ReadOnly", ServiceJson.Flag(_host.ReadonlyRootfs)),
        ("StopSignal", ServiceJson.Text(request.StopSignal)),
        ("Init", _host.Init is { } init ? JsonValue.Create(init) : null),
        ("Hosts", ServiceJson.Texts([.. (_host.ExtraHosts ?? []).Select(Host)])),
        ("Mounts", ServiceJson.List([.. ServiceMounts.Of(_host)])),
        ("Healthcheck", request.Healthcheck is { } check ? ServiceHealth.Write(check) : null),
        ("DNSConfig", ServiceJson.NotEmpty(Put(
            ("Nameservers", ServiceJson.Texts(_host.DNS)),
            ("Search", ServiceJson.Texts(_host.DNSSearch)),
            ("Options", ServiceJson.Texts(_host.DNSOptions))))),
        ("Sysctls", ServiceJson.Map(_host.Sysctls)),
        ("CapabilityAdd", ServiceJson.Texts([.. (_host.CapAdd ?? []).Select(Capability)])),
        ("CapabilityDrop", ServiceJson.Texts([.. (_host.CapDrop ?? []).Select(Capability)])),
        ("Ulimits", ServiceJson.List([.. (_host.Ulimits ?? []).Select(u =>
            Put(("Name", u.Name), ("Soft", u.Soft), ("Hard", u.Hard)))])),
        ("Isolation", ServiceJson.Text(_host.Isolation)));

    /// <summary>The declaration's <c>Resources</c>: what a task may use, and what a machine must have free for it.</summary>
    public JsonObject? Resources() => ServiceJson.NotEmpty(Put(
        ("Limits", ServiceJson.NotEmpty(Put(
            ("NanoCPUs", ServiceJson.Number(_host.NanoCPUs)),
            ("MemoryBytes", ServiceJson.Number(_host.Memory)),
            ("Pids", ServiceJson.Number(_host.PidsLimit ?? 0))))),
        ("Reservations", ServiceJson.NotEmpty(Put(("MemoryBytes", ServiceJson.Number(_host.MemoryReservation)))))));

    public JsonObject? LogDriver() => _host.LogConfig is { } log
        ? Put(("Name", log.Type), ("Options", ServiceJson.Map(log.Config))) : null;

    /// <summary>The platform as the scheduler matches it: <c>linux/amd64</c>.</summary>
    public JsonArray? Platforms() => request.Platform?.Split('/') is [{ Length: > 0 } system, ..] parts
        ? [Put(("OS", system), ("Architecture", parts.Length > 1 ? parts[1] : null))] : null;

    // host:address, as docker writes it; a swarm has them as in /etc/hosts.
    private static string Host(string text) => text.Split(':', 2) is [var name, var address] ? $"{address} {name}" : text;

    private static string Capability(string name)
    {
        string upper = name.ToUpperInvariant();
        return upper == "ALL" || upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper : "CAP_" + upper;
    }

    private static JsonObject Put(params (string Name, JsonNode? Value)[] fields) => ServiceJson.Put(fields);
}
