using System.Text.RegularExpressions;

namespace Mlem.Docker.Building;

/// <summary>Packages that have no wheel for the image and do not build from source in it.</summary>
internal static partial class PipFailureBuild
{
    public static PipFailure? Recognize(PipFailureOutput output)
    {
        if (!output.Has(Failed()))
            return null;
        string? package = Package(output);
        string subject = package ?? "A package";
        (PipFailureTool tool, Match sign) = PipFailureTool.All
            .Select(t => (t, output.Find(t.Sign)!)).FirstOrDefault(t => t.Item2 is not null);
        if (tool is null && OldBuildOf(output) is { } old)
        {
            return new PipFailure(
                PipFailureKind.BuildSystem,
                package,
                Messages.FormatHasNoWheelForAndIts(subject, output.Python, Explain(old)),
                Messages.FormatAskForVersionOfThatHas(package ?? "it"),
                output.Evidence(OldBuild(), Failed()));
        }
        string name = tool is null ? string.Empty : tool.Name.Replace("{0}", sign.Groups["what"].Value, StringComparison.Ordinal);
        return new PipFailure(
            PipFailureKind.MustCompile,
            package,
            Messages.FormatHasNoWheelForAndMust(subject, output.Python, tool is null ? Messages.WhichFailed : Messages.FormatForWhichIsMissingInImage(name)),
            Messages.FormatAskForVersionOfThatHasWheel(package ?? "it", tool?.Packages ?? Messages.BuildEssentialAndWhatItsOwn),
            output.Evidence([.. tool is null ? [] : (Regex[])[tool.Sign], Failed()]));
    }

    // The module that is missing says more than the lines around it.
    private static Match? OldBuildOf(PipFailureOutput output) => output.Lines.Select(l => OldBuild().Match(l))
        .Where(m => m.Success).OrderBy(m => !m.Groups["module"].Success).FirstOrDefault();

    private static string Explain(Match old)
    {
        string module = old.Groups["module"].Value;
        return module switch
        {
            "pkg_resources" => Messages.ItNeedsPkgResourcesWhichTodays,
            "distutils" or "imp" => Messages.FormatItNeedsModuleWhichPython3(module),
            "setuptools" => Messages.ItNeedsSetuptoolsWhichIsNot,
            { Length: > 0 } => Messages.FormatItsBuildNeedsModuleAndDoes(module),
            _ when old.Groups["dependencies"].Success => Messages.WhatItsBuildNeedsCannotBe,
            _ => Messages.ItWasWrittenForBuildTools,
        };
    }

    // pip says the name in the last lines; older ones only before the build, where they collect it.
    private static string? Package(PipFailureOutput output)
    {
        Match? named = output.FindLast(NamedAtEnd());
        if (named is not null)
            return named.Groups["package"].Value;
        int failed = output.IndexOf(Started());
        failed = failed < 0 ? output.IndexOf(Failed()) : failed;
        return output.Lines.Take(failed).Select(l => Collecting().Match(l)).LastOrDefault(m => m.Success)?.Groups["package"].Value;
    }

    [GeneratedRegex(
        """
        (?: subprocess-exited-with-error | Command\ errored\ out\ with\ exit\ status | metadata-generation-failed | legacy-install-failure
          | Failed\ building\ wheel\ for | Could\ not\ build\ wheels\ for | Failed\ to\ build\ ' | Failed\ to\ build\ installable\ wheels
          | failed-wheel-build-for-install | backend-unavailable | BackendUnavailable | failed-build-dependency-install
          | Failed\ to\ build\ one\ or\ more\ wheels | pyproject-build-system-requires | Could\ not\ install\ packages\ due\ to\ .*\bbuild\b
          | Preparing\ metadata\ .*error' | Getting\ requirements\ to\ build\ wheel.*error' )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Failed();

    [GeneratedRegex(@"error: subprocess-exited-with-error|ERROR: Command errored out|error: metadata-generation-failed|with status 'error'", RegexOptions.CultureInvariant)]
    private static partial Regex Started();

    [GeneratedRegex(
        """
        (?: (?:ModuleNotFoundError|ImportError):\ No\ module\ named\ '?(?<module>[A-Za-z_]\w*)
          | Cannot\ import\ (?:build\ backend\ )?'\S+ | BackendUnavailable | backend-unavailable
          | use_2to3\ is\ invalid | has\ no\ attribute\ '(?:ImpImporter|SafeConfigParser|get_installer|readfp|installer)'
          | invalid\ command\ 'bdist_wheel' | cython_sources | pyproject-build-system-requires
          | error\ in\ \S+\ setup\ command | distutils\.errors\.(?!CompileError|LinkError)
          | (?<dependencies>build\ dependencies(?:\ for\ \S+)?\ did\ not\ run\ successfully | failed-build-dependency-install | Cannot\ install\ build\ dependencies) )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex OldBuild();

    [GeneratedRegex(
        """
        (?: Failed\ to\ build\ '(?<package>[A-Za-z0-9][\w.-]*) | Failed\ building\ wheel\ for\ (?<package>[A-Za-z0-9][\w.-]*)
          | Could\ not\ build\ wheels\ for\ (?<package>[A-Za-z0-9][\w.-]*) | based\ projects\ \((?<package>[A-Za-z0-9][\w.-]*)
          | \A╰─>\ (?<package>[A-Za-z0-9][\w.-]*)(?:\ from\ .+)?\z | Running\ setup\.py\ install\ for\ (?<package>[A-Za-z0-9][\w.-]*)
          | build\ dependencies\ for\ (?<package>[A-Za-z0-9][\w.-]*) )
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex NamedAtEnd();

    [GeneratedRegex(@"\A\s*Collecting (?<package>[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)", RegexOptions.CultureInvariant)]
    private static partial Regex Collecting();
}
