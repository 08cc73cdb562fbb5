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
                Messages.FormatConstraintsNameMoreThanFilesIs(MaximumFiles, path),
                path);
        }
        string text = await ConstraintFileText.ReadAsync(path, collector.Within(path), cancellationToken).ConfigureAwait(false);
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
                throw new FormatException(Messages.EditableRequirementEIsNotAllowed);
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
            throw new FormatException(Messages.ConstraintNeedsNameOfPackageAs);
        if (requirement.Extras.Count > 0)
            throw new FormatException(Messages.ConstraintCannotHaveExtrasAskFor);
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
            throw new FormatException(Messages.FileNamesItselfDirectlyOrThrough);
        if (!File.Exists(path))
        {
            throw new MlemException(
                "ConstraintFileNotFound",
                MlemErrorCategory.ObjectNotFound,
                Messages.FormatConstraintsFileNamedInDoesNot(path, origin),
                path,
                Messages.PathInConstraintsFileIsRelative);
        }
        await ReadAsync(path, collector, cancellationToken).ConfigureAwait(false);
    }

    private MlemException Invalid(string line, ConstraintOrigin origin, string reason) => new(
        "ConstraintInvalid",
        MlemErrorCategory.InvalidData,
        Messages.FormatConstraintCannotBeRead(UserInfo().Replace(line, "***@"), origin, PipFileLine.Conceal(reason, line, variable)),
        origin,
        Messages.WriteItAsPipReadsItPackage);

    // Name and password of a URL.
    [GeneratedRegex(@"(?<=//)[^\s/@]+@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
