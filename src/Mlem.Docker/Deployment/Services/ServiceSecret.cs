using System.Text.Json.Serialization;

namespace Mlem.Docker;

/// <summary>A secret of the swarm, as a file in a service's containers. Its value is shown nowhere.</summary>
/// <param name="Target">The file: a name in <c>/run/secrets</c>, or an absolute path.</param>
/// <param name="Name">The swarm's name of the secret; null for one that is made from <see cref="Value"/>.</param>
public sealed record ServiceSecret(string Target, string? Name)
{
    /// <summary>The value of a secret that is to be made; null for one that is there.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte>? Value { get; init; }

    /// <summary>Reads <c>name</c> or <c>name=target</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="MlemException"><c>SecretInvalid</c>.</exception>
    public static ServiceSecret Parse(string text)
    {
        string[] parts = text.Split('=', 2);
        if (parts.Any(string.IsNullOrWhiteSpace))
        {
            throw new MlemException(
                "SecretInvalid",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatSecretCannotBeUsedNameOr(text),
                text,
                Messages.WriteNameOrNameTargetName);
        }

        return new ServiceSecret(parts[^1], parts[0]);
    }

    /// <inheritdoc/>
    public override string ToString() => Name is null || Name == Target ? Target : $"{Name}={Target}";
}
