namespace Mlem.Docker;

/// <summary>What <see cref="ModelDoctor"/> is to look at, and for what image.</summary>
public sealed record ModelDoctorOptions
{
    /// <summary>The server that is to serve the model; null for the project's default.</summary>
    public Server? Server { get; init; }

    /// <summary>The Python of the image; null for the one that fits the model.</summary>
    public string? PythonVersion { get; init; }

    /// <summary>The base image of the image; null for that of the Python.</summary>
    public string? BaseImage { get; init; }

    /// <summary>The platform of the image; null for the Engine's own.</summary>
    public string? Platform { get; init; }

    /// <summary>Whether the artifacts are held against the hashes that MLEM recorded, for which they are read whole.</summary>
    public bool Hash { get; init; } = true;

    /// <summary>The folder whose project's configuration counts.</summary>
    public string WorkingFolder { get; init; } = Environment.CurrentDirectory;
}
