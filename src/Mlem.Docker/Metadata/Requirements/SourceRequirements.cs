using Mlem.Docker.Metadata;

namespace Mlem.Docker;

/// <summary>Python code that travels inside the model's metadata (MLEM: <c>CustomRequirement</c>, type <c>custom</c>).</summary>
/// <param name="Name">The module's dotted name: <c>pk.sub.mod</c>.</param>
/// <param name="Module">The first part of the name.</param>
/// <param name="Source64Zip">base64 of the zlib-compressed source, or of a JSON object of such texts for a package.</param>
/// <param name="IsPackage">True when it is a package with all its files.</param>
public sealed record CustomRequirement(string Name, string Module, string Source64Zip, bool IsPackage) : MlemRequirement
{
    /// <inheritdoc/>
    public override string Type => "custom";

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The files it stands for: path inside the image's work folder, and content.</summary>
    /// <exception cref="MlemException">The source cannot be unpacked, or is larger than is accepted.</exception>
    public IReadOnlyList<KeyValuePair<string, byte[]>> GetSources() => GetSources(new SourceBudget());

    /// <summary>The same out of what all sources of a model may cost together.</summary>
    internal IReadOnlyList<KeyValuePair<string, byte[]>> GetSources(SourceBudget budget)
    {
        if (IsPackage)
            return SourceArchive.UnpackPackage(Name, Source64Zip, budget);
        string path = Name.Replace('.', '/') + ".py";
        budget.Count(path);
        return [KeyValuePair.Create(path, SourceArchive.Unpack(Name, Source64Zip, budget))];
    }
}

/// <summary>A file that travels inside the model's metadata (MLEM: <c>FileRequirement</c>, type <c>file</c>).</summary>
/// <param name="Name">The file's path: <c>conf/deep.txt</c>.</param>
/// <param name="Source64Zip">base64 of the zlib-compressed content.</param>
public sealed record FileRequirement(string Name, string Source64Zip) : MlemRequirement
{
    /// <inheritdoc/>
    public override string Type => "file";

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The file's content.</summary>
    /// <exception cref="MlemException">The content cannot be unpacked, or is larger than is accepted.</exception>
    public byte[] GetContent() => GetContent(new SourceBudget());

    /// <summary>The same out of what all sources of a model may cost together.</summary>
    internal byte[] GetContent(SourceBudget budget)
    {
        budget.Count(Name);
        return SourceArchive.Unpack(Name, Source64Zip, budget);
    }
}
