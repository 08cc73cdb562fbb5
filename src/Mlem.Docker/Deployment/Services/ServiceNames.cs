using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Looks whether a service's name and ports can be had. What belongs to others is never touched.</summary>
internal static class ServiceNames
{
    private const int Longest = 63;

    public static void Check(string name, EngineService? live, IReadOnlyList<EngineService> all)
    {
        if (name.Length > Longest || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            || !char.IsAsciiLetterOrDigit(name[0]) || !char.IsAsciiLetterOrDigit(name[^1]))
        {
            throw new MlemException(
                "ServiceNameInvalid",
                MlemErrorCategory.InvalidArgument,
                $"'{name}' cannot be the name of a service.",
                name,
                $"A name has at most {Longest} letters, digits, '-' and '_', and begins and ends with a letter or digit.");
        }

        if (live is not null && live.Name != name)
        {
            throw new MlemException(
                "ServiceNameChanged",
                MlemErrorCategory.InvalidOperation,
                $"The deployment runs as the service {live.Name}, and is now to be {name}; a swarm gives no service another name.",
                name,
                $"Stop it first: Stop-MlemDockerService {live.Name}.");
        }

        EngineService? holder = all.FirstOrDefault(s => s.Name == name);
        if (holder is not null && holder.Id != live?.Id)
        {
            string whose = holder.Labels.GetValueOrDefault(DeploymentIdentity.DeploymentLabel) is { Length: > 0 } declaration
                ? $"a service of the deployment {declaration}" : "a service that does not belong to this deployment";
            throw new MlemException(
                "ServiceNameInUse",
                MlemErrorCategory.ResourceExists,
                $"The name {name} is taken by {whose} ({holder.Id}). Nothing was changed.",
                name,
                "Give another name, or remove that service yourself.");
        }
    }

    public static void CheckPorts(IReadOnlyList<PortMapping> ports, EngineService? live, IReadOnlyList<EngineService> all)
    {
        foreach (PortMapping port in ports.Where(p => p.HostPort is not null))
        {
            EngineService? holder = all.FirstOrDefault(s => s.Id != live?.Id
                && s.Ports.Any(p => p.HostPort == port.HostPort && p.Protocol == port.Protocol));
            if (holder is not null)
            {
                throw new MlemException(
                    "PortInUse",
                    MlemErrorCategory.ResourceUnavailable,
                    $"The port {port.HostPort}/{port.Protocol} is taken: the service {holder.Name} has it. Nothing was changed.",
                    holder.Name,
                    "Give another port, or stop what uses this one.");
            }
        }
    }
}
