using System.Collections;
using System.Management.Automation;
using Mlem.Docker.Metadata;
using Mlem.Docker.PowerShell.Conversion;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// Makes our objects again from plain ones, by the properties that tell which object is meant. What lies in a file is
/// read from it.
/// </summary>
internal static class PlainObjects
{
    /// <summary>The object that a plain one stands for; null where its properties do not tell.</summary>
    public static object? Read(PlainObject plain) => plain switch
    {
        _ when plain.Was<DockerImage>() => Image(plain),
        _ when plain.Was<DockerContainerStatus>() => Status(plain),
        _ when plain.Was<DockerContainer>() => Deployment(plain),
        _ when plain.Was<DockerServiceStatus>() => Service(plain),
        _ when plain.Was<MlemModel>() => Model(plain),
        _ when plain.SentType is not null => null,
        _ when LooksLikeModel(plain) => Model(plain),
        _ when plain.Has("Status") => Status(plain),
        _ when plain.Has("ContainerName") => Deployment(plain),
        _ when plain.Has("Tag") || plain.Has("Uri") || plain.Has("Repository") => Image(plain),
        _ => null,
    };

    /// <summary>The model in the file that it names.</summary>
    public static MlemModel? Model(PlainObject plain) => (plain.Was<MlemModel>() || LooksLikeModel(plain)) && plain["Path"] is { } path
        ? MlemModel.Load(path)
        : null;

    /// <summary>The Docker folder at its path.</summary>
    public static DockerDir? Dir(PlainObject plain) => plain.Was<DockerDir>() && plain["Path"] is { } path
        ? new DockerDir(path, plain["Model"], ServerOf(plain), plain["BaseImage"] ?? string.Empty, [])
        {
            PythonVersion = plain["PythonVersion"],
            PythonReason = plain["PythonReason"],
        }
        : null;

    /// <summary>The image of its name, or that of a container.</summary>
    public static DockerImage? Image(PlainObject plain)
    {
        if (plain.Was<DockerContainerStatus>() || plain.Was<DockerContainer>())
            return ImageOf(plain);
        if (!plain.MayBe<DockerImage>())
            return null;
        string? uri = plain["Uri"];
        if (plain["Name"] is not { } name)
            return uri is null ? null : DockerImage.FromReference(uri);
        DockerImage image = plain.Has("Tag") || plain.Has("Repository") ? new DockerImage(name) : DockerImage.FromReference(name);
        return image with
        {
            Tag = plain["Tag"] ?? image.Tag,
            Repository = plain["Repository"] ?? image.Repository,
            Registry = RegistryOf(plain) ?? image.Registry,
            ImageId = plain["ImageId"],
            Digest = plain["Digest"],
            Size = long.TryParse(plain["Size"], out long size) ? size : null,
            DaemonHost = plain["DaemonHost"],
            PythonVersion = plain["PythonVersion"],
            PythonReason = plain["PythonReason"],
            Pin = uri?.Contains('@', StringComparison.Ordinal) == true ? DockerImage.FromReference(uri).Pin : image.Pin,
        };
    }

    /// <summary>The deployment in the file that it names, or of the container's name.</summary>
    public static DockerContainer? Deployment(PlainObject plain)
    {
        if (!(plain.MayBe<DockerContainer>() || plain.Was<DockerContainerStatus>() || plain.Was<DockerContainerState>()))
            return null;
        if (plain["Path"] is { } path)
            return DockerContainer.Load(path);
        if (PlainObject.From(plain.Raw("Deployment")) is { } inner && Deployment(inner) is { } declared)
            return declared;
        if ((plain["ContainerName"] ?? plain["Name"]) is not { } name)
            return null;
        return DockerContainer.Create(new DockerContainerOptions
        {
            ContainerName = name,
            Image = plain.Raw("Image") switch
            {
                string reference => DockerImage.FromReference(reference),
                var image => PlainObject.From(image) is { } nested ? Image(nested) : image as DockerImage,
            },
            Ports = plain.Has("Status") ? [] : plain.Texts("Ports"),
            Params = plain.Pairs("Params"),
            Rm = plain.Raw("Rm") is not { } rm || LanguagePrimitives.IsTrue(rm),
            Env = plain["DaemonHost"] is { } daemon ? DockerEnv.Create(null, daemon) : null,
        });
    }

    /// <summary>The status, with the deployment that it is of.</summary>
    public static DockerContainerStatus? Status(PlainObject plain) =>
        Deployment(plain) is not { } deployment ? null : new DockerContainerStatus
        {
            Name = plain["Name"] ?? deployment.ContainerName,
            Status = Enum.TryParse(plain["Status"], ignoreCase: true, out DeploymentStatus status) ? status : default,
            Address = Uri.TryCreate(plain["Address"], UriKind.Absolute, out Uri? address) ? address : null,
            ContainerId = plain["ContainerId"],
            DaemonHost = plain["DaemonHost"] ?? string.Empty,
            Path = plain["Path"],
            Deployment = deployment,
        };

    /// <summary>The service of its name.</summary>
    public static DockerServiceStatus? Service(PlainObject plain) => plain["Name"] is { } name
        ? new DockerServiceStatus { Name = name, DaemonHost = plain["DaemonHost"] ?? string.Empty, ServiceId = plain["ServiceId"] }
        : null;

    /// <summary>The server of its type and options.</summary>
    public static Server? Server(PlainObject plain)
    {
        if (plain["Type"] is not { } type)
            return null;
        var fields = plain.Raw("Options") is IDictionary options ? new Hashtable(options) : [];
        fields["type"] = type;
        return Docker.Server.FromYaml(YamlValueConverter.Convert(fields, "Server"), "-Server");
    }

    /// <summary>The registry of its type, with its host.</summary>
    public static DockerRegistry? Registry(PlainObject plain) => plain["Type"] switch
    {
        "local" => new DockerRegistry(),
        "docker_io" => new DockerIORegistry(),
        "ecr" when (plain["Account"], plain["Region"]) is ({ } account, { } region) => new EcrRegistry(account, region, plain["Host"]),
        "heroku" => new HerokuRegistry(plain["Host"] ?? HerokuRegistry.DefaultHost, plain["ApiKey"]),
        null or "remote" when plain["Host"] is { } host => new RemoteRegistry(host),
        _ => null,
    };

    /// <summary>The environment in the file that it names, or of its registry and Engine.</summary>
    public static DockerEnv? Env(PlainObject plain) => !plain.MayBe<DockerEnv>() || LooksLikeImage(plain) ? null : plain["Path"] is { } path
        ? DockerEnv.Load(path)
        : plain.Has("Registry") || plain.Has("Daemon")
            ? DockerEnv.Create(RegistryOf(plain), PlainObject.From(plain.Raw("Daemon")) is { } daemon ? daemon["Host"] : plain["Daemon"])
            : null;

    // A row of images may tell their registry as well.
    private static bool LooksLikeImage(PlainObject plain) => !plain.Was<DockerEnv>()
        && (plain.Has("Tag") || plain.Has("Repository") || plain.Has("Uri") || (plain["Name"] is not null && !plain.Has("Daemon")));

    private static DockerImage? ImageOf(PlainObject container) => container.Raw("Image") switch
    {
        string { Length: > 0 } name => DockerImage.FromReference(name) with { ImageId = container["ImageId"], DaemonHost = container["DaemonHost"] },
        var value => PlainObject.From(value) is { } image ? Image(image) : value as DockerImage,
    };

    private static bool LooksLikeModel(PlainObject plain) =>
        plain.Has(nameof(MlemModel.Artifacts)) || plain.Has(nameof(MlemModel.Processors)) || plain["ObjectType"] == "model";

    // The folder itself says which one is in it.
    private static Server ServerOf(PlainObject plain) =>
        (PlainObject.From(plain.Raw("Server")) is { } server ? Server(server) : null) ?? Docker.Server.OfType("fastapi");

    // What was nested too deep when it was sent is a text: its host, or the type of one that has none.
    private static DockerRegistry? RegistryOf(PlainObject plain) => plain.Raw("Registry") switch
    {
        DockerRegistry registry => registry,
        string text when !text.Contains('{', StringComparison.Ordinal) && text.Trim().Length > 0 => RegistryTransformationAttribute.OfText(text),
        var value => PlainObject.From(value) is { } sent ? Registry(sent) : null,
    };
}
