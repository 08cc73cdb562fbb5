namespace Mlem.Docker.Engine;

/// <summary>Docker's filters in the form that the typed calls take.</summary>
internal static class EngineFilters
{
    public static Dictionary<string, IDictionary<string, bool>>? Typed(IReadOnlyDictionary<string, IReadOnlyList<string>>? filters) =>
        filters?.ToDictionary(
            filter => filter.Key,
            IDictionary<string, bool> (filter) => filter.Value.Distinct().ToDictionary(value => value, _ => true));

    /// <param name="labels">Labels that all must be there: <c>name</c> or <c>name=value</c>; null for no filter.</param>
    public static Dictionary<string, IDictionary<string, bool>>? ByLabels(IReadOnlyList<string>? labels) =>
        labels is null ? null : Typed(new Dictionary<string, IReadOnlyList<string>> { ["label"] = labels });
}
