namespace Mlem.Docker.Requirements;

/// <summary>
/// What is known of the Python in the image when an environment marker (PEP 508) is judged: CPython on Linux.
/// Whatever depends on the machine or the kernel stays unknown.
/// </summary>
public sealed class PipMarkerEnvironment
{
    private readonly Dictionary<string, string> _known = new(StringComparer.Ordinal)
    {
        ["os_name"] = "posix",
        ["sys_platform"] = "linux",
        ["platform_system"] = "Linux",
        ["platform_python_implementation"] = "CPython",
        ["implementation_name"] = "cpython",
        ["extra"] = string.Empty,
    };

    private PipMarkerEnvironment()
    {
    }

    /// <summary>An image whose Python is not known, for example because the base image was given by hand.</summary>
    public static PipMarkerEnvironment UnknownPython { get; } = new();

    /// <summary>An image with the given Python.</summary>
    /// <param name="pythonVersion">
    /// A version such as <c>3.9.13</c> or <c>3.14</c>. With two numbers only, <c>python_full_version</c> stays unknown;
    /// a text that names no Python version (or null) gives <see cref="UnknownPython"/>.
    /// </param>
    public static PipMarkerEnvironment ForPython(string? pythonVersion)
    {
        if (!PipVersion.TryParse(pythonVersion, out PipVersion? version) || version.Release.Count < 2)
            return UnknownPython;
        PipMarkerEnvironment environment = new();
        environment._known["python_version"] = $"{version.Release[0]}.{version.Release[1]}";
        if (version.Release.Count > 2)
        {
            environment._known["python_full_version"] = version.ToString();
            environment._known["implementation_version"] = version.ToString();
        }
        return environment;
    }

    internal string? Find(string variable) => _known.GetValueOrDefault(variable);
}
