namespace Mlem.Docker.Requirements;

/// <summary>What is wrong with a Python.</summary>
internal static class PythonErrors
{
    /// <summary>Refuses a Python that cannot run the bytecode in the model.</summary>
    public static void EnsureRuns(PythonQuestion question, int minor)
    {
        if (question.Code is { } code && !code.Contains(minor))
        {
            throw new MlemException(
                "PythonCannotRunCode",
                MlemErrorCategory.InvalidArgument,
                Messages.FormatPythonCannotRunCode(question.CodeFile, code, $"3.{minor}"),
                question.CodeFile,
                Messages.FormatPythonCannotRunCodeRemedy(code));
        }
    }

    public static MlemException NoneFits(IReadOnlyList<PythonLimit> conflict, string? platform) => new(
        "PinsExcludeEachOther",
        MlemErrorCategory.InvalidData,
        Messages.FormatPinsExcludeEachOther(platform ?? "linux/amd64", string.Join("; ", conflict)),
        conflict[0].What,
        Messages.PinsExcludeEachOtherRemedy);

    public static MlemException NoneForCode(string file, PythonMinors code) => new(
        "PythonNotSupported",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatNoPythonForCode(file, code, PythonMinors.OfMlem),
        file,
        Messages.NoPythonForCodeRemedy);

    public static MlemException NoImage(PythonRelease number) => NoImage(number.ToString(), number.Minor);

    public static MlemException NoImage(string version, int minor) => new(
        "PythonImageNotFound",
        MlemErrorCategory.ObjectNotFound,
        Messages.FormatPythonImageNotFound($"python:{version}-slim"),
        version,
        Messages.FormatPythonImageNotFoundRemedy((PythonImages.Shipped.Newest(minor) ?? PythonImages.Shipped.Newest(PythonQuestion.UsualMinor))!.Version, $"3.{minor}"));

    public static MlemException BaseImageDoesNotFit(string image, int minor, IEnumerable<PythonLimit> without) => new(
        "BaseImageDoesNotFit",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatBaseImageDoesNotFit(image, $"3.{minor}", string.Join(", ", without)),
        image,
        Messages.BaseImageDoesNotFitRemedy);
}
