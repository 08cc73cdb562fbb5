using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>Registries as MLEM's <c>docker_registry</c> mappings, and back.</summary>
internal static class RegistryYaml
{
    public static DockerRegistry Read(YamlMapping? fields) => fields?.Text("type") switch
    {
        "docker_io" => new DockerIORegistry(),
        "remote" => new RemoteRegistry(fields.Text("host")),
        "ecr" => new EcrRegistry(fields.Text("account")!, fields.Text("region")!, fields.Text("host")),
        "heroku" => new HerokuRegistry(fields.Text("host", HerokuRegistry.DefaultHost), fields.Text("api_key")),
        _ => new DockerRegistry(),
    };

    public static YamlMapping Write(DockerRegistry registry)
    {
        YamlBuild fields = new YamlBuild().Add("type", registry.Type);
        _ = registry switch
        {
            EcrRegistry ecr => fields.Add("account", ecr.Account).Add("region", ecr.Region).Add("host", ecr.Host),
            HerokuRegistry heroku => fields.Add("host", heroku.Host).Add("api_key", heroku.ApiKey),
            RemoteRegistry remote => fields.Add("host", remote.Host),
            _ => fields,
        };
        return fields.Build();
    }
}
