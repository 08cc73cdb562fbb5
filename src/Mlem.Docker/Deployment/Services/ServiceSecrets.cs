using System.Security.Cryptography;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Deployment;

/// <summary>Finds the secrets that a service shall see, makes those that come with a value, and takes away what nobody uses.</summary>
internal sealed class ServiceSecrets(DockerEngine engine, ServiceIdentity identity, IOperationObserver observer)
{
    // A secret's name has at most 64 characters in a swarm.
    private const int LongestName = 64;
    private const int LongestValue = 500 * 1024;

    private readonly List<string> _made = [];

    /// <summary>Looks whether the secrets can be had; makes none.</summary>
    public async Task CheckAsync(IReadOnlyList<ServiceSecret> secrets, CancellationToken cancellationToken)
    {
        if (secrets.GroupBy(s => s.Target, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw Invalid(twice.Key, Messages.FormatFileIsGivenTwice(twice.Key), Messages.GiveEachSecretFileOfIts);
        foreach (ServiceSecret made in secrets.Where(s => s.Name is null))
        {
            if (made.Value is not { Length: > 0 and <= LongestValue })
                throw Invalid(made.Target, Messages.FormatValueOfSecretIsEmptyOr(made.Target, LongestValue), Messages.GiveAValue);
        }

        await IdsAsync([.. secrets.Where(s => s.Name is not null)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes what came with a value; a swarm's secrets never change, so each value is a secret of its own.</summary>
    public async Task<IReadOnlyList<ServiceSecret>> MakeAsync(
        string service, IReadOnlyList<ServiceSecret> secrets, CancellationToken cancellationToken)
    {
        List<ServiceSecret> all = [];
        foreach (ServiceSecret secret in secrets)
        {
            if (secret.Name is not null)
            {
                all.Add(secret);
                continue;
            }

            string random = Convert.ToHexString(RandomNumberGenerator.GetBytes(6)).ToLowerInvariant();
            string plain = $"{service}-{string.Concat(secret.Target.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-'))}";
            string name = $"{plain[..Math.Min(plain.Length, LongestName - random.Length - 1)]}-{random}";
            _made.Add(await engine.Swarm.CreateSecretAsync(
                name,
                secret.Value!.Value,
                new Dictionary<string, string> { [ServiceIdentity.OwnerLabel] = identity.Owner },
                cancellationToken).ConfigureAwait(false));
            all.Add(new ServiceSecret(secret.Target, name));
        }

        return all;
    }

    /// <summary>The ids of secrets that are there, by name.</summary>
    public async Task<IReadOnlyDictionary<string, string>> IdsAsync(IReadOnlyList<ServiceSecret> secrets, CancellationToken cancellationToken)
    {
        string[] names = [.. secrets.Select(s => s.Name!).Distinct()];
        IReadOnlyList<EngineSecret> found = names.Length == 0 ? [] : await engine.Swarm.ListSecretsAsync(cancellationToken).ConfigureAwait(false);
        var ids = found.Where(s => names.Contains(s.Name)).ToDictionary(s => s.Name, s => s.Id);
        return names.FirstOrDefault(n => !ids.ContainsKey(n)) is not { } missing
            ? ids
            : throw new MlemException(
                "SecretNotFound",
                MlemErrorCategory.ObjectNotFound,
                Messages.FormatSecretNotFound(missing),
                missing,
                Messages.SecretNotFoundRemedy);
    }

    /// <summary>Removes what this call has made, after a failure.</summary>
    public Task UndoAsync(CancellationToken cancellationToken) => RemoveAsync(_made, cancellationToken);

    /// <summary>Removes what was made for this deployment and nothing uses any more.</summary>
    public async Task SweepAsync(EngineService? service, CancellationToken cancellationToken)
    {
        IReadOnlyList<EngineSecret> all = await engine.Swarm.ListSecretsAsync(cancellationToken).ConfigureAwait(false);
        IEnumerable<EngineSecret> ours = all.Where(s => s.Labels.GetValueOrDefault(ServiceIdentity.OwnerLabel) == identity.Owner);
        await RemoveAsync(ours.Select(s => s.Id).Where(id => service?.Uses(id) != true), cancellationToken).ConfigureAwait(false);
    }

    private async Task RemoveAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        foreach (string id in ids)
        {
            try
            {
                await engine.Swarm.RemoveSecretAsync(id, cancellationToken).ConfigureAwait(false);
            }
            catch (EngineException e)
            {
                observer.Debug(Messages.FormatTheSecretIdStaysReason(id, e.Message));
            }
        }
    }

    private static MlemException Invalid(string target, string why, string remedy) =>
        new("SecretInvalid", MlemErrorCategory.InvalidArgument, why, target, remedy);
}
