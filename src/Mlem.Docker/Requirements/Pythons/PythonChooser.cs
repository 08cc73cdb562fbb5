using System.Text.RegularExpressions;

namespace Mlem.Docker.Requirements;

/// <summary>
/// Chooses the Python of an image (D24): the one that wrote the model's bytecode, else the one for which every package that
/// the model pins has a wheel, 3.11 or the nearest to it; of two that are equally near the older one, which more models can
/// have (MLEM.md 65).
/// </summary>
internal static partial class PythonChooser
{
    /// <exception cref="MlemException">No Python can have everything, or the given one cannot.</exception>
    public static PythonChoice Choose(PythonQuestion question)
    {
        if (question.BaseImage is not null)
            return OfBaseImage(question);
        return string.IsNullOrEmpty(question.Given) ? Fitting(question) : AsGiven(question, question.Given);
    }

    private static PythonChoice Fitting(PythonQuestion question)
    {
        PythonLimit[] limits = [.. Outer(question), .. PythonLimit.For(question)];
        PythonMinors fitting = PythonLimit.Common(limits);
        if (question.Code is { } code)
            return OfCode(question, code, fitting);
        if (fitting.IsEmpty)
            throw PythonErrors.NoneFits(PythonLimit.Conflict(limits), question.Platform);
        // A constraint need not count in the end, so it may only decide between Pythons that fit.
        PythonMinors wished = fitting.And(PythonLimit.Common(PythonLimit.FromPins(question.Wishes, question.Architecture)));
        int minor = (wished.IsEmpty ? fitting : wished).Nearest(PythonQuestion.UsualMinor)!.Value;
        string version = PythonImages.Shipped.NewestLiving(minor)!.Version;
        string[] others = [.. limits.Where(l => !l.Pythons.Contains(PythonQuestion.UsualMinor)).Select(l => l.What)];
        return new PythonChoice(version, Reason(version, minor, others)) { Minor = minor };
    }

    private static string Reason(string version, int minor, string[] others) => minor switch
    {
        PythonQuestion.UsualMinor => Messages.FormatPythonIsUsual(version),
        _ when others.Length == 0 => Messages.FormatPythonByConstraint(version),
        _ => Messages.FormatPythonForWheels(version, string.Join(", ", others), $"3.{PythonQuestion.UsualMinor}"),
    };

    // Bytecode runs nowhere else, whatever else fits; pip can still build a package from its sources.
    private static PythonChoice OfCode(PythonQuestion question, PythonMinors code, PythonMinors fitting)
    {
        PythonMinors possible = PythonLimit.Common(Outer(question)).And(code);
        if (possible.IsEmpty)
            throw PythonErrors.NoneForCode(question.CodeFile!, code);
        PythonMinors best = possible.And(fitting);
        int minor = (best.IsEmpty ? possible : best).Nearest(PythonQuestion.UsualMinor)!.Value;
        string version = PythonImages.Shipped.NewestLiving(minor)!.Version;
        return new PythonChoice(version, Messages.FormatPythonForCode(version, question.CodeFile, code))
        {
            Minor = minor,
            Warnings = WithoutWheels(question, minor),
        };
    }

    private static PythonChoice AsGiven(PythonQuestion question, string given)
    {
        if (PythonRelease.Parse(given) is not { } number)
            return OfTag(question, given);
        if (question.Judges && PythonMinors.OfMlem.Contains(number.Minor) && PythonImages.Shipped.Lacks(number))
            throw PythonErrors.NoImage(number);
        PythonErrors.EnsureRuns(question, number.Minor);
        PythonImage? completed = number.Patch is null ? PythonImages.Shipped.NewestLiving(number.Minor) : null;
        return new PythonChoice(
            completed?.Version ?? given,
            completed is null ? Messages.FormatPythonAsGiven(given) : Messages.FormatPythonCompleted(completed.Version, given))
        {
            Minor = number.Minor,
            Warnings = question.Judges ? WithoutWheels(question, number.Minor) : [],
        };
    }

    // A pre-release, or a version that moves, is Docker's to judge; '-slim' comes behind it, so that no variant can be there already.
    private static PythonChoice OfTag(PythonQuestion question, string given)
    {
        int? minor = PythonRelease.OfImage($"python:{given}")?.Minor;
        if (question.Judges && !Tag().IsMatch(given))
            throw PythonErrors.NoImage(given, minor ?? PythonQuestion.UsualMinor);
        if (minor is { } known)
            PythonErrors.EnsureRuns(question, known);
        return new PythonChoice(given, Messages.FormatPythonAsGiven(given))
        {
            Minor = minor,
            Warnings = question.Judges && minor is { } number ? WithoutWheels(question, number) : [],
        };
    }

    // The base image decides; the version is only a variable of templates then (MLEM.md 12).
    private static PythonChoice OfBaseImage(PythonQuestion question)
    {
        PythonRelease? number = question.Found ?? PythonRelease.Parse(question.Given) ?? PythonRelease.OfImage(question.BaseImage);
        if (number is null)
            return new PythonChoice(question.Given, Messages.FormatPythonOfBaseImageUnknown(question.BaseImage));
        EnsureFits(question, number.Minor);
        string version = question.Found?.ToString() ?? question.Given ?? number.ToString();
        return new PythonChoice(version, Messages.FormatPythonOfBaseImage(version, question.BaseImage))
        {
            Minor = number.Minor,
            Warnings = question.Judges && !PythonMinors.OfMlem.Contains(number.Minor)
                ? [Messages.FormatPythonOfBaseImageNotOfMlem(question.BaseImage, $"3.{number.Minor}", PythonMinors.OfMlem)] : [],
        };
    }

    // Of its Python is known that it is not that of the model's bytecode, or that packages have no wheel for it.
    private static void EnsureFits(PythonQuestion question, int minor)
    {
        PythonErrors.EnsureRuns(question, minor);
        if (!question.Judges)
            return;
        PythonLimit[] without = [.. PythonLimit.For(question).Where(l => !l.Pythons.Contains(minor))];
        if (without.Length > 0)
            throw PythonErrors.BaseImageDoesNotFit(question.BaseImage!, minor, without);
    }

    private static string[] WithoutWheels(PythonQuestion question, int minor)
    {
        PythonLimit[] without = [.. PythonLimit.For(question).Where(l => !l.Pythons.Contains(minor))];
        return without.Length == 0 ? [] : [Messages.FormatPythonWithoutWheels($"3.{minor}", string.Join(", ", without.AsEnumerable()))];
    }

    // Where MLEM and the server run, of the Pythons that have an image.
    private static PythonLimit[] Outer(PythonQuestion question)
    {
        var mlem = new PythonLimit("MLEM 0.4.14", PythonMinors.OfMlem.And(PythonImages.Shipped.Living));
        return question.ServerTypes.Contains("_sagemaker")
            ? [mlem, new PythonLimit(Messages.FormatServerAsOrigin("_sagemaker"), PythonMinors.OfSagemaker)]
            : [mlem];
    }

    [GeneratedRegex(@"\A[1-9]\d*(\.\d+){0,2}((a|b|rc)\d+|-rc)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Tag();
}
