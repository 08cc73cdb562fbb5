namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// The type of -BuildArgs. PowerShell completes the keys of a hashtable from the properties that a parameter's type
/// has: here they are MLEM's keys. What is given is read by <see cref="BuildArgsTransformationAttribute"/>.
/// </summary>
public sealed class DockerBuildArgsInput
{
    /// <summary>Without a value: for completion only.</summary>
    public DockerBuildArgsInput()
    {
    }

    internal DockerBuildArgsInput(DockerBuildArgs value) => Value = value;

    /// <summary>The image's base, used as it is.</summary>
    public string? base_image { get; set; }

    /// <summary>ARG variables of the Dockerfile.</summary>
    public string[]? build_arg { get; set; }

    /// <summary>pip constraints.</summary>
    public string[]? constraints { get; set; }

    /// <summary>A MLEM wheel to install.</summary>
    public string? mlem_whl { get; set; }

    /// <summary>What follows the packages in the command that installs them.</summary>
    public string? package_clean_cmd { get; set; }

    /// <summary>The command that installs packages of the operating system.</summary>
    public string? package_install_cmd { get; set; }

    /// <summary>The platform to build for.</summary>
    public string? platform { get; set; }

    /// <summary>A script block that is called before an image is built.</summary>
    public System.Management.Automation.ScriptBlock? prebuild_hook { get; set; }

    /// <summary>The image's Python version.</summary>
    public string? python_version { get; set; }

    /// <summary>The container's command.</summary>
    public string? run_cmd { get; set; }

    /// <summary>ENV variables of the image.</summary>
    public string[]? set_env { get; set; }

    /// <summary>Folders with templates for the Dockerfile.</summary>
    public string[]? templates_dir { get; set; }

    /// <summary>The arguments as they were read.</summary>
    internal DockerBuildArgs Value { get; } = new();

    /// <inheritdoc/>
    public override string ToString() => Value.ToString();
}
