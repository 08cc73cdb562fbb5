using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>Finds the environment a deployment names: inline, by a path in its project, or by a link (docs/mlem-contract.md, 35).</summary>
internal static class EnvResolver
{
    public static DockerEnv Resolve(DockerContainer deployment)
    {
        switch (deployment.Document["env"])
        {
            case YamlString path:
                return Load(deployment, Link(deployment, path.Value, null, null));
            case YamlMapping inline when inline.Text("type") is "docker":
                return new DockerEnv(inline);
            case YamlMapping link:
                return Load(deployment, Link(deployment, link.Text("path")!, link.Text("project"), link.Text("rev")));
            default:
                return DockerEnv.Create();
        }
    }

    /// <summary>The link that the field <c>env</c> of a deployment is; null for none, or an environment of its own.</summary>
    public static MlemLink? LinkOf(MlemObject deployment) => deployment.Document["env"] switch
    {
        YamlString path => Link(deployment, path.Value, null, null),
        YamlMapping link when link["type"] is null && link.Text("path") is { } path => Link(deployment, path, link.Text("project"), link.Text("rev")),
        _ => null,
    };

    private static MlemLink Link(MlemObject deployment, string path, string? project, string? revision) => new(
        new YamlBuild().Add("path", path).Add("project", project).Add("rev", revision).Add("link_type", "env").Build())
    {
        Path = deployment.Path ?? Path.Combine(Environment.CurrentDirectory, "deployment"),
        ProjectRoot = deployment.ProjectRoot ?? Environment.CurrentDirectory,
    };

    private static DockerEnv Load(DockerContainer deployment, MlemLink link)
    {
        string name = deployment.Path ?? Messages.TheDeployment;
        try
        {
            return LinkResolver.Follow(link) as DockerEnv ?? throw NotFound(name, link, null);
        }
        catch (MlemException e) when (e.ErrorId == "LinkTargetNotFound")
        {
            throw NotFound(name, link, e);
        }
    }

    private static MlemException NotFound(string name, MlemLink link, Exception? inner) => new(
        "EnvNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatEnvNotFound(name, link.TargetPath, MlemPath.WithExtension(Path.Combine(link.Project ?? link.ProjectRoot!, link.TargetPath))),
        link.TargetPath,
        Messages.EnvNotFoundRemedy,
        inner);
}
