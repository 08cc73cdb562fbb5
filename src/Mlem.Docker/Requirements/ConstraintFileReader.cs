using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>Reads constraint files, and single lines, as pip does; follows <c>-c</c> and <c>-r</c> to other files.</summary>
internal sealed partial class ConstraintFileReader(Func<string, string?> variable)
{
    private const int MaximumFiles = 100;

    public async Task ReadAsync(string path, ConstraintCollector collector, CancellationToken cancellationToken)
    {
        if (++collector.FilesRead > MaximumFiles)
        {
            throw new MlemException(
                "ConstraintInvalid",
                MlemErrorCategory.LimitsExceeded,
                $"The constraints name more than {MaximumFiles} files; '{path}' is not read any more.",
                path);
        }
        string text = await ConstraintFileText.ReadAsync(path, cancellationToken).ConfigureAwait(false);
        collector.OpenFiles.Push(path);
        string folder = Path.GetDirectoryName(path)!;
        foreach (PipFileLine line in PipFileLine.Split(PipFileLine.SplitPhysical(text)))
        {
            ConstraintOrigin origin = new(ConstraintOriginKind.File, path, line.Number);
            await ReadLineAsync(line.Text, origin, folder, collector, cancellationToken).ConfigureAwait(false);
        }
        collector.OpenFiles.Pop();
    }

    public async Task ReadLineAsync(
        string line, ConstraintOrigin origin, string folder, ConstraintCollector collector, CancellationToken cancellationToken)
    {
        string expanded = PipFileLine.Expand(line, variable);
        try
        {
            (string requirement, PipLineOptions options) = PipLineOptions.Split(expanded);
            if (requirement.Length > 0)
                collector.Add(ReadConstraint(requirement, line, expanded, origin));
            else if (NestedFile(options) is { } nested)
                await ReadNestedAsync(nested, line, origin, folder, collector, cancellationToken).ConfigureAwait(false);
            else if (options.Find("--editable") is not null)
                throw new FormatException("an editable requirement (-e) is not allowed as a constraint");
            else
                collector.Add(new ConstraintOption(line, origin));
        }
        catch (FormatException invalid)
        {
            throw Invalid(line, origin, invalid.Message);
        }
    }

    private static Constraint ReadConstraint(string text, string line, string expanded, ConstraintOrigin origin)
    {
        PipRequirement requirement = PipRequirement.Parse(text);
        if (requirement.NormalizedName is not { } package)
            throw new FormatException("a constraint needs the name of a package, as in 'name @ URL'");
        if (requirement.Extras.Count > 0)
            throw new FormatException("a constraint cannot have extras; ask for them in the requirements");
        // In a URL the variable may be a password: it stays a variable, and pip replaces it in the image.
        return new Constraint(package, requirement, requirement.Url is null ? expanded : line, origin);
    }

    private static string? NestedFile(PipLineOptions options) =>
        options.Find("--requirement") ?? options.Find("--constraint");

    private async Task ReadNestedAsync(
        string nested, string line, ConstraintOrigin origin, string folder, ConstraintCollector collector, CancellationToken cancellationToken)
    {
        if (nested.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || nested.StartsWith("https:", StringComparison.OrdinalIgnoreCase))
        {
            collector.Add(new ConstraintOption(line, origin));
            return;
        }
        string path = nested.StartsWith("file:", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(nested, UriKind.Absolute, out Uri? uri)
            ? uri.LocalPath
            : Path.GetFullPath(nested, folder);
        if (collector.OpenFiles.Contains(path))
            throw new FormatException("the file names itself, directly or through another one");
        if (!File.Exists(path))
        {
            throw new MlemException(
                "ConstraintFileNotFound",
                MlemErrorCategory.ObjectNotFound,
                $"The constraints file '{path}', named in {origin}, does not exist.",
                path,
                "A path in a constraints file is relative to that file. Correct it, or leave the line out.");
        }
        await ReadAsync(path, collector, cancellationToken).ConfigureAwait(false);
    }

    private MlemException Invalid(string line, ConstraintOrigin origin, string reason) => new(
        "ConstraintInvalid",
        MlemErrorCategory.InvalidData,
        $"The constraint '{UserInfo().Replace(line, "***@")}' ({origin}) cannot be read: {PipFileLine.Conceal(reason, line, variable)}.",
        origin,
        "Write it as pip reads it: a package and its versions, for example 'numpy>=1.20,<2' or 'pika==1.3.2'.");

    // Name and password of a URL.
    [GeneratedRegex(@"(?<=//)[^\s/@]+@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
