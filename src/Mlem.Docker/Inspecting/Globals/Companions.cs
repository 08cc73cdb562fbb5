namespace Mlem.Docker.Inspecting;

/// <summary>Packages that come with others: pip installs them without being asked, so no model names them.</summary>
internal static class Companions
{
    // The package: those of the usual ones that need it, as pip calls them.
    private static readonly Dictionary<string, string[]> Needed = new(StringComparer.Ordinal)
    {
        ["numpy"] = ["scikit-learn", "pandas", "scipy", "xgboost", "lightgbm", "catboost", "tensorflow", "statsmodels", "torchvision", "onnxruntime"],
        ["scipy"] = ["scikit-learn", "xgboost", "lightgbm", "catboost", "statsmodels"],
        ["joblib"] = ["scikit-learn"],
        ["pytz"] = ["pandas"],
        ["dateutil"] = ["pandas"],
        ["pandas"] = ["catboost", "statsmodels", "category-encoders"],
    };

    /// <summary>The packages each of which brings a module.</summary>
    public static IEnumerable<string> BroughtBy(string module) => Needed.GetValueOrDefault(module) ?? [];
}
