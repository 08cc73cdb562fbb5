namespace Mlem.Docker;

/// <summary>What a sample of <see cref="ModelRepair"/> becomes in Python.</summary>
public enum SampleType
{
    /// <summary>Named values a DataFrame, rows of numbers a NumPy array, everything else stays as it is.</summary>
    Auto,

    /// <summary>A DataFrame of pandas.</summary>
    DataFrame,

    /// <summary>An array of NumPy.</summary>
    Array,

    /// <summary>What it is: lists, dictionaries, single values.</summary>
    List,
}

/// <summary>A sample of what a model takes.</summary>
/// <param name="Type">What it becomes; not <see cref="SampleType.Auto"/>.</param>
/// <param name="Json">It, as JSON.</param>
internal sealed record ModelSample(SampleType Type, string Json)
{
    /// <summary>Whether its names have an order, which those of a hashtable have not.</summary>
    public bool IsOrdered { get; init; } = true;

    /// <summary>The package that it needs in the container; null for none.</summary>
    public string? Module => Type switch
    {
        SampleType.DataFrame => "pandas",
        SampleType.Array => "numpy",
        _ => null,
    };

    /// <summary>What the script inside the container reads.</summary>
    public string Request => $"{{\"kind\":\"{Kind}\",\"ordered\":{(IsOrdered ? "true" : "false")},\"value\":{Json}}}";

    private string Kind => Type switch
    {
        SampleType.DataFrame => "frame",
        SampleType.Array => "array",
        _ => "plain",
    };
}
