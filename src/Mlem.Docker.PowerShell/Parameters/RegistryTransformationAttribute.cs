using System.Collections;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// Takes a registry as people write it: a host (<c>localhost:5000</c>), one of MLEM's type names that need no more
/// (<c>docker_io</c>, <c>local</c>), a hashtable with MLEM's keys (<c>@{ type = 'remote'; host = … }</c>), or a registry.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RegistryTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            string text => OfText(text),
            IDictionary table => OfTable(table),
            _ when PlainObject.From(value) is { } plain => PlainObjects.Registry(plain) ?? value,
            _ => value,
        };
    }

    internal static DockerRegistry OfText(string text) => text.Trim().ToLowerInvariant() switch
    {
        "local" => new DockerRegistry(),
        "docker_io" or "docker.io" or "index.docker.io" or "https://index.docker.io/v1/" => new DockerIORegistry(),
        _ => new RemoteRegistry(text.Trim()),
    };

    private static DockerRegistry OfTable(IDictionary table)
    {
        Dictionary<string, string?> fields = table.Cast<DictionaryEntry>()
            .ToDictionary(entry => entry.Key.ToString()!, entry => LanguagePrimitives.ConvertTo<string?>(entry.Value));
        string type = fields.Remove("type", out string? given) && given is not null ? given : "remote";
        DockerRegistry registry = type switch
        {
            "local" => new DockerRegistry(),
            "docker_io" => new DockerIORegistry(),
            "remote" => new RemoteRegistry(Take(fields, "host")),
            "ecr" => new EcrRegistry(Require(fields, "account"), Require(fields, "region"), Take(fields, "host")),
            "heroku" => new HerokuRegistry(Take(fields, "host") ?? HerokuRegistry.DefaultHost, Take(fields, "api_key")),
            _ => throw Refuse(Messages.FormatIsNoRegistryTypeTypesAre(type)),
        };
        return fields.Count == 0
            ? registry
            : throw Refuse(Messages.FormatIsNoFieldOfRegistryOf(fields.Keys.First(), type));
    }

    private static string? Take(Dictionary<string, string?> fields, string name) =>
        fields.Remove(name, out string? value) ? value : null;

    private static string Require(Dictionary<string, string?> fields, string name) =>
        Take(fields, name) ?? throw Refuse(Messages.FormatRegistryOfTypeEcrNeedsField(name));

    private static ArgumentTransformationMetadataException Refuse(string message) => new(message);
}
