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
                Messages.FormatServiceNameInvalid(name),
                name,
                Messages.FormatServiceNameInvalidRemedy(Longest));
        }

        if (live is not null && live.Name != name)
        {
            throw new MlemException(
                "ServiceNameChanged",
                MlemErrorCategory.InvalidOperation,
                Messages.FormatServiceNameChanged(live.Name, name),
                name,
                Messages.FormatServiceNameChangedRemedy(live.Name));
        }

        EngineService? holder = all.FirstOrDefault(s => s.Name == name);
        if (holder is not null && holder.Id != live?.Id)
        {
            string whose = holder.Labels.GetValueOrDefault(DeploymentIdentity.DeploymentLabel) is { Length: > 0 } declaration
                ? Messages.FormatServiceOfDeployment(declaration) : Messages.ServiceThatDoesNotBelongTo;
            throw new MlemException(
                "ServiceNameInUse",
                MlemErrorCategory.ResourceExists,
                Messages.FormatServiceNameInUse(name, whose, holder.Id),
                name,
                Messages.ServiceNameInUseRemedy);
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
                    Messages.FormatPortIsTakenServiceHasIt(port.HostPort, port.Protocol, holder.Name),
                    holder.Name,
                    Messages.GiveAnotherPortOrStopWhat);
            }
        }
    }
}
