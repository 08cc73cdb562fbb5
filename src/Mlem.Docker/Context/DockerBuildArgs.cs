using Mlem.Docker.Metadata;
using Mlem.Docker.Metadata.Schema;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker;

/// <summary>
/// Arguments of a Docker build (MLEM: <c>DockerBuildArgs</c>). The names of MLEM's fields are the same in snake_case.
/// </summary>
public sealed record DockerBuildArgs
{
    /// <summary>The Python version of MLEM's own folder (-AsMlem) when none is given: the seed's.</summary>
    public const string DefaultPythonVersion = "3.9.13";

    /// <summary>MLEM's command of the container.</summary>
    public const string DefaultRunCommand = "sh run.sh";

    /// <summary>MLEM's command for installing packages, without the packages.</summary>
    public const string DefaultPackageInstallCommand =
        "apt-get update && apt-get -y upgrade && apt-get install --no-install-recommends -y";

    /// <summary>MLEM's command for cleaning up after an installation; it follows the packages.</summary>
    public const string DefaultPackageCleanCommand = "&& apt-get clean && rm -rf /var/lib/apt/lists/*";

    /// <summary>The Python version of the image (<c>python_version</c>); null for the one that fits the model.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>The base image, used as it is (<c>base_image</c>); null for <c>python:{python_version}-slim</c>.</summary>
    public string? BaseImage { get; init; }

    /// <summary>Makes the base image from the Python version (<c>base_image</c> as a callable); never saved.</summary>
    public Func<string, CancellationToken, Task<string>>? BaseImageHook { get; init; }

    /// <summary>The command of the container (<c>run_cmd</c>); null for an image without CMD.</summary>
    public string? RunCommand { get; init; } = DefaultRunCommand;

    /// <summary>The command that installs packages of the operating system (<c>package_install_cmd</c>).</summary>
    public string PackageInstallCommand { get; init; } = DefaultPackageInstallCommand;

    /// <summary>What follows the packages in that command (<c>package_clean_cmd</c>).</summary>
    public string PackageCleanCommand { get; init; } = DefaultPackageCleanCommand;

    /// <summary>A MLEM wheel to copy and install instead of the release on PyPI (<c>mlem_whl</c>).</summary>
    public string? MlemWheel { get; init; }

    /// <summary>The platform to build for (<c>platform</c>): <c>linux/amd64</c>; null for the Engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>Folders with templates for the Dockerfile (<c>templates_dir</c>); the first that has a template wins.</summary>
    public IReadOnlyList<string> TemplatesDir { get; init; } = [];

    /// <summary>ARG variables (<c>build_arg</c>): <c>NAME</c> or <c>NAME=value</c>. Values go to the Engine only.</summary>
    public IReadOnlyList<string> BuildArg { get; init; } = [];

    /// <summary>ENV variables (<c>set_env</c>): <c>NAME</c> (the value is this process's) or <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> SetEnv { get; init; } = [];

    /// <summary>pip constraints (<c>constraints</c>, ours: MLEM ignores the key): lines, or paths of files with lines.</summary>
    public IReadOnlyList<string> Constraints { get; init; } = [];

    /// <summary>Called with the Python version before an image is built (<c>prebuild_hook</c>); never saved.</summary>
    public Func<string, CancellationToken, Task>? PrebuildHook { get; init; }

    /// <summary>The Python version in effect; that of MLEM as long as nothing has been chosen.</summary>
    public string EffectivePythonVersion => PythonVersion ?? DefaultPythonVersion;

    /// <summary>The base image in effect.</summary>
    public string EffectiveBaseImage => BaseImage ?? $"python:{EffectivePythonVersion}-slim";

    /// <summary>What the image is based on; the values of variables may be secret and are not shown.</summary>
    public override string ToString() => $"{EffectiveBaseImage}, Python {EffectivePythonVersion}";

    /// <summary>Makes arguments from values with MLEM's keys; unknown keys are ignored, as MLEM does (docs/mlem-contract.md, 24).</summary>
    /// <param name="value">A mapping.</param>
    /// <param name="source">Where the values come from, for messages; null for an argument.</param>
    /// <exception cref="MlemException">A value is of the wrong kind.</exception>
    public static DockerBuildArgs FromYaml(YamlValue value, string? source)
    {
        var fields = (YamlMapping)TypeCatalogue.Default["#DockerBuildArgs"].Normalize(
            value, KeyPath.Root, new SchemaContext(source ?? Messages.BuildArguments));
        return new DockerBuildArgs
        {
            PythonVersion = fields.Text("python_version"),
            BaseImage = fields.Text("base_image"),
            // A null is kept apart from a missing key: it means an image without CMD.
            RunCommand = fields["run_cmd"] is YamlNull ? null : fields.Text("run_cmd", DefaultRunCommand),
            PackageInstallCommand = fields.Text("package_install_cmd", DefaultPackageInstallCommand),
            PackageCleanCommand = fields.Text("package_clean_cmd", DefaultPackageCleanCommand),
            MlemWheel = fields.Text("mlem_whl"),
            Platform = fields.Text("platform"),
            TemplatesDir = fields.Texts("templates_dir"),
            BuildArg = fields.Texts("build_arg"),
            SetEnv = fields.Texts("set_env"),
            Constraints = fields.Texts("constraints"),
        };
    }

    /// <summary>The arguments with MLEM's keys; defaults are left out where the mapping becomes part of an object.</summary>
    internal YamlMapping ToMapping() => new YamlBuild()
        .Add("python_version", PythonVersion)
        .Add("base_image", BaseImage)
        .Add("run_cmd", RunCommand is null ? new YamlNull() : new YamlString(RunCommand))
        .Add("package_install_cmd", PackageInstallCommand)
        .Add("package_clean_cmd", PackageCleanCommand)
        .Add("mlem_whl", MlemWheel)
        .Add("platform", Platform)
        .Add("templates_dir", TemplatesDir)
        .Add("build_arg", BuildArg)
        .Add("set_env", SetEnv)
        .Add("constraints", Constraints)
        .Build();
}
