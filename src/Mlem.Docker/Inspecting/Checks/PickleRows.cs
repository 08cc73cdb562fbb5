namespace Mlem.Docker.Inspecting;

/// <summary>The rows about what pickles do.</summary>
internal static class PickleRows
{
    /// <summary>Whether the pickles can be read at all.</summary>
    public static ModelCheck Readable(string model, int pickles, IReadOnlyList<string> faults) => faults.Count > 0
        ? new ModelCheck(model, "Pickles", DockerCheckState.Failed, faults[0], Messages.PickleUnreadableRemedy) { Evidence = faults }
        : new ModelCheck(model, "Pickles", DockerCheckState.Passed, pickles == 0 ? Messages.NoPickles : Messages.FormatPicklesAreWhole(pickles));

    /// <summary>What they import and call.</summary>
    public static ModelCheck Globals(string model, IReadOnlyList<PickleFinding> findings)
    {
        PickleFinding[] dangerous = [.. findings.Where(f => f.Verdict == Verdict.Dangerous)];
        string[] evidence = [.. findings.OrderByDescending(f => f.Verdict).Select(f => f.Evidence)];
        if (dangerous.Length > 0)
        {
            return new ModelCheck(
                model, "Globals", DockerCheckState.Failed, Messages.FormatPickleIsDangerous(Worst(dangerous).Text), Messages.PickleIsDangerousRemedy)
            {
                Evidence = evidence,
            };
        }

        return findings.Count == 0
            ? new ModelCheck(model, "Globals", DockerCheckState.Passed, Messages.PickleIsHarmless)
            : new ModelCheck(
                model, "Globals", DockerCheckState.Warning, Messages.FormatPickleIsUnknown(findings[0].Text), Messages.PickleIsUnknownRemedy)
            {
                Evidence = evidence,
            };
    }

    // What is called says more than what is only imported for it.
    private static PickleFinding Worst(PickleFinding[] dangerous) =>
        dangerous.FirstOrDefault(f => f.What.EndsWith(')') && f.Danger != GlobalDanger.Unlisted)
        ?? dangerous.FirstOrDefault(f => f.Danger != GlobalDanger.Unlisted) ?? dangerous[0];
}
