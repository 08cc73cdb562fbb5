using System.Management.Automation;
using Mlem.Docker.PowerShell.Completion;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>A cmdlet that declares a container: its name, its image, its ports and how it runs.</summary>
public abstract class DeclarationCommand : RunParameterCommand
{
    /// <summary>The container's name (MLEM: <c>container_name</c>); without it, one is made from the time.</summary>
    [Parameter]
    [Alias("ContainerName", "container_name")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(DeploymentNameCompleter))]
    public string? Name { get; set; }

    /// <summary>
    /// The image's name, as <c>iris</c> or <c>team/iris:1.0</c> (MLEM: <c>image</c>); without it, the container's.
    /// </summary>
    [Parameter]
    [Alias("image_name")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string? ImageName { get; set; }

    /// <summary>
    /// Published ports as docker writes them (MLEM: <c>ports</c>): <c>8080:8080</c>, <c>127.0.0.1::8080</c>, ranges,
    /// or <c>8080</c> for a free port of the host. Without it, none.
    /// </summary>
    [Parameter]
    [Alias("Ports", "Publish")]
    [ValidateNotNull]
    public string[] Port { get; set; } = [];

    /// <summary>
    /// Removes the container when it is stopped (MLEM: <c>rm</c>). That is the default; <c>-Rm:$false</c> keeps it.
    /// </summary>
    [Parameter]
    public SwitchParameter Rm { get; set; } = true;

    /// <summary>A Docker environment, or the path of one (MLEM: <c>env</c>): the Engine, and the registry to push to.</summary>
    [Parameter]
    [Parameters.DockerEnvTransformation]
    [ValidateNotNull]
    public virtual DockerEnv? DockerEnv { get; set; }

    /// <summary>The declaration that the parameters make; all of it is checked.</summary>
    /// <param name="env">The environment; null for none.</param>
    /// <param name="manager">Where the state is kept; null for what is usual.</param>
    /// <param name="given">The build arguments, where they are known for a model; null for those of the parameters.</param>
    private protected DockerContainer Declare(object? env, StateManager? manager = null, DockerBuildArgs? given = null)
    {
        // A declaration has a place for a tag, and none for a digest.
        if (ImageName is not null)
            ImageReference.ParseName(ImageName);
        var options = new DockerContainerOptions
        {
            ContainerName = Name,
            Image = ImageName is null ? null : DockerImage.FromReference(ImageName),
            Ports = Port,
            Params = RunParameterTexts(),
            Rm = Rm,
            Server = Server?.Value,
            Args = (given ?? Declarable(Arguments())) is var args ? args with { Constraints = [.. args.Constraints, .. Constraint] } : args,
            StateManager = manager,
            Env = env,
        };
        options.Check();
        return DockerContainer.Create(options);
    }

    /// <summary>The environment as a declaration in a file names it: by its path, where it is of the same project.</summary>
    /// <param name="file">The declaration's file; null for none.</param>
    /// <param name="env">The environment.</param>
    private protected static object? EnvIn(string? file, DockerEnv? env) =>
        file is not null && env is { Path: not null, ProjectRoot: { } root, Name: { } name }
        && file.StartsWith(root + System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? name
            : env;
}
