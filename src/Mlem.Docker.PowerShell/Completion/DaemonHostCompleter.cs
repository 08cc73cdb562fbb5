using Mlem.Docker.Engine;

namespace Mlem.Docker.PowerShell.Completion;

/// <summary>Completes the addresses of Engines: those of docker's contexts, which can be asked for by name, DOCKER_HOST's, and rootless sockets.</summary>
public sealed class DaemonHostCompleter : ValueCompleter
{
    private protected override IEnumerable<Candidate> Candidates(CompletionQuestion question)
    {
        if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host)
            yield return new Candidate(host, Messages.FormatHostFromDockerHost(host));
        foreach ((string name, string address) in DockerContexts.List())
            yield return new Candidate(address, Messages.FormatFromDockersContext(address, name), name);
        foreach (string address in DockerContexts.OtherAddresses())
            yield return new Candidate(address, Messages.FormatSocketOfAnotherEngine(address), Path.GetFileName(address));
    }
}
