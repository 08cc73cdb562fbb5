using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Deployment;

/// <summary>The names that containers have before, in and after a replacement.</summary>
internal static class ContainerNames
{
    private const string OldSuffix = "-mlem-old";
    private const string NewSuffix = "-mlem-new";

    /// <summary>The name of the one that is being replaced, once it has given its own away.</summary>
    public static string Old(string name) => name + OldSuffix;

    /// <summary>The name of the one that is to take the place, until it has it.</summary>
    public static string New(string name) => name + NewSuffix;

    /// <summary>The name that such a name stands for.</summary>
    public static string Final(string name) =>
        name.EndsWith(OldSuffix, StringComparison.Ordinal) ? name[..^OldSuffix.Length]
        : name.EndsWith(NewSuffix, StringComparison.Ordinal) ? name[..^NewSuffix.Length]
        : name;

    /// <summary>MLEM's form for a container without a name, and something that makes it unique.</summary>
    public static string Generate() =>
        $"mlem-deploy-{DateTimeOffset.UtcNow.ToUnixTimeSeconds()}-{Random.Shared.Next(0x10000):x4}";

    /// <summary>A deployment that has a name: one without a file is known by its container's name only.</summary>
    public static DockerContainer Named(DockerContainer deployment) => deployment.Path is not null || deployment.ContainerName is not null
        ? deployment
        : new DockerContainer(new YamlMapping([.. deployment.Document.Entries, new(new YamlString("container_name"), new YamlString(Generate()))]));

    public static void Check(string name)
    {
        if (name.Length >= 2 && char.IsAsciiLetterOrDigit(name[0])
            && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') && Final(name) == name)
            return;
        throw new MlemException(
            "ContainerNameInvalid",
            MlemErrorCategory.InvalidArgument,
            Messages.FormatCannotBeNameOfContainer(name),
            name,
            Messages.FormatNameBeginsWithLetterOrDigit(OldSuffix, NewSuffix));
    }
}
