using Docker.DotNet.Models;
using Mlem.Docker.Deployment;

namespace Mlem.Docker;

/// <summary>
/// How a container runs, checked as a whole before anything is built (D18): the ports, and <c>params</c>, named and
/// formed as docker-py's <c>run()</c> takes them.
/// </summary>
public sealed class RunParameters
{
    private readonly IReadOnlyDictionary<string, string> _values;

    private RunParameters(IReadOnlyDictionary<string, string> values, IReadOnlyList<PortMapping> ports)
    {
        _values = values;
        Ports = ports;
    }

    /// <summary>The names that <c>params</c> may have.</summary>
    public static IReadOnlyList<string> ValidNames { get; } = [.. RunParameterTable.Known.Keys];

    /// <summary>The published ports, ranges taken apart.</summary>
    public IReadOnlyList<PortMapping> Ports { get; }

    /// <summary>True when a port of the Engine's machine is fixed, so that two such containers cannot run at once.</summary>
    internal bool HasFixedPort => Ports.Any(p => p.HostPort is not null) || UsesHostNetwork;

    /// <summary>True when the container has no network of its own.</summary>
    internal bool UsesHostNetwork => _values.GetValueOrDefault("network_mode", _values.GetValueOrDefault("network", "")) == "host";

    /// <summary>True when the proxies of docker's settings go into the container's environment, as docker-py does it.</summary>
    internal bool UsesConfigProxy =>
        !_values.TryGetValue("use_config_proxy", out string? text) || new RunValue("use_config_proxy", text).Flag();

    /// <summary>True when the container runs something else than its image says.</summary>
    internal bool OverridesCommand => _values.ContainsKey("command") || _values.ContainsKey("entrypoint");

    /// <summary>Checks parameters and ports.</summary>
    /// <param name="values">The parameters (<c>params</c>).</param>
    /// <param name="ports">The ports (<c>ports</c>).</param>
    /// <exception cref="MlemException"><c>RunParameterUnknown</c>, <c>RunParameterInvalid</c>, <c>PortInvalid</c>.</exception>
    public static RunParameters Parse(IReadOnlyDictionary<string, string> values, IReadOnlyList<string> ports)
    {
        var parameters = new RunParameters(values, PortMappingParser.ParseAll(ports));
        parameters.Build("check", "check", null);
        if (values.ContainsKey("network") && values.ContainsKey("network_mode"))
            throw Conflict("network", Messages.NetworkAndNetworkModeExcludeEach);
        if (parameters.UsesHostNetwork && parameters.Ports.Count > 0)
            throw Conflict("network_mode", Messages.WithHostsNetworkNoPortCan);
        return parameters;
    }

    /// <summary>The Engine's request for a container.</summary>
    /// <param name="image">The image's id or name.</param>
    /// <param name="name">The container's name.</param>
    /// <param name="labels">Labels of ours, which go over those of <c>params</c>.</param>
    internal CreateContainerParameters Build(string image, string name, IReadOnlyDictionary<string, string>? labels)
    {
        var host = new HostConfig();
        var request = new CreateContainerParameters { Image = image, Name = name, HostConfig = host };
        foreach ((string key, string text) in _values)
        {
            if (!RunParameterTable.Known.TryGetValue(key, out var apply))
                throw Unknown(key);
            apply(request, host, new RunValue(key, text));
        }

        request.Labels = new Dictionary<string, string>(request.Labels ?? new Dictionary<string, string>());
        foreach ((string key, string text) in labels ?? new Dictionary<string, string>())
            request.Labels[key] = text;
        if (Ports.Count > 0)
        {
            request.ExposedPorts = Ports.Select(p => p.Key).Distinct().ToDictionary(k => k, _ => default(EmptyStruct));
            host.PortBindings = Ports.GroupBy(p => p.Key)
                .ToDictionary(g => g.Key, g => (IList<PortBinding>)[.. g.Select(p => p.ToBinding())]);
        }

        return request;
    }

    private static MlemException Unknown(string name) => new(
        "RunParameterUnknown",
        MlemErrorCategory.InvalidArgument,
        RunParameterTable.Decided.TryGetValue(name, out string? field)
            ? Messages.FormatRunParameterIsNotSetIn(name, field)
            : RunParameterTable.Refused.TryGetValue(name, out string? why)
            ? Messages.FormatRunParameterCannotBeUsed(name, why)
            : Messages.FormatThereIsNoRunParameter(name),
        name,
        Messages.FormatValidNamesAre(string.Join(", ", ValidNames)));

    private static MlemException Conflict(string name, string why) => new(
        "RunParameterInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatRunParametersCannotBeUsedTogether(why),
        name,
        Messages.LeaveOneOfThemOut);
}
