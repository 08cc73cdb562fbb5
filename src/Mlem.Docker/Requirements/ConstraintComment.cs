namespace Mlem.Docker.Requirements;

/// <summary>The first line of constraints.txt: where its lines come from, the same on every machine.</summary>
internal static class ConstraintComment
{
    /// <summary>What bounds of a day say of themselves.</summary>
    public static string OfDay(string pin, string day, string last, int daysAfter) => $"nothing newer than {last}, {daysAfter} days after {pin} of {day}";

    public static string For(IEnumerable<ConstraintOrigin> origins)
    {
        ConstraintOrigin[] all = origins.ToArray();
        List<string> sources = [];
        string[] lists = all.Where(o => o.Kind == ConstraintOriginKind.Shipped).Select(o => o.Name).Distinct().ToArray();
        if (lists.Length > 0)
            sources.Add($"bounds of Mlem.Docker for MLEM 0.4.14, PyPI of {ShippedConstraints.Date} ({string.Join(", ", lists)})");
        sources.AddRange(all.Where(o => o.Kind != ConstraintOriginKind.Shipped).Select(o => o.ShortName).Distinct());
        string text = "# Constraints for pip: " + string.Join("; ", sources);
        return string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));
    }
}
