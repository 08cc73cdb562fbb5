using System.Reflection;

namespace Mlem.Docker.Requirements;

/// <summary>
/// The upper bounds with which MLEM 0.4.14 and its servers run, as lists that are part of this module
/// (<c>Requirements/pins</c>, whose README gives the reasons).
/// </summary>
public static class ShippedConstraints
{
    /// <summary>The day of the PyPI with which the lists were made.</summary>
    public const string Date = "2026-11-23";

    private const string Prefix = "Mlem.Docker.pins.";

    /// <summary>
    /// The lists for what an image holds: <c>core</c> always, then those of the servers and middlewares. What is not known
    /// brings nothing. A server inside another one (that of <c>_heroku</c>) is named by the caller too.
    /// </summary>
    /// <param name="serverTypes">MLEM's names of the server types, for example <c>fastapi</c>, <c>_sagemaker</c>.</param>
    /// <param name="middlewares">MLEM's names of the middlewares, for example <c>prometheus_fastapi</c>.</param>
    public static ConstraintSet For(IEnumerable<string> serverTypes, IEnumerable<string>? middlewares = null)
    {
        ArgumentNullException.ThrowIfNull(serverTypes);
        IEnumerable<string> lists = serverTypes.SelectMany(ListsOfServer)
            .Concat((middlewares ?? []).SelectMany(ListsOfMiddleware))
            .Prepend("core")
            .Distinct(StringComparer.Ordinal);
        return new ConstraintSet(lists.SelectMany(Read).DistinctBy(c => c.Text).ToList(), []);
    }

    /// <summary>The lines of one list, in its order.</summary>
    /// <param name="list">The list's name: the file's name without extension.</param>
    internal static IEnumerable<Constraint> Read(string list)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + list + ".txt")
            ?? throw new InvalidOperationException($"The module has no list of bounds named '{list}'.");
        using StreamReader reader = new(stream);
        foreach (PipFileLine line in PipFileLine.Split(PipFileLine.SplitPhysical(reader.ReadToEnd())))
        {
            PipRequirement requirement = PipRequirement.Parse(line.Text);
            ConstraintOrigin origin = new(ConstraintOriginKind.Shipped, list, line.Number);
            yield return new Constraint(requirement.NormalizedName!, requirement, line.Text, origin);
        }
    }

    private static string[] ListsOfServer(string type) => type switch
    {
        "fastapi" or "_heroku" => ["fastapi"],
        "streamlit" or "_sagemaker" => ["fastapi", type],
        "rmq" => ["rmq"],
        _ => [],
    };

    private static string[] ListsOfMiddleware(string type) =>
        type == "prometheus_fastapi" ? ["prometheus_fastapi"] : [];
}
