namespace Mlem.Docker.Python.Jinja;

/// <summary>Asks several loaders in turn; the first that has the template wins.</summary>
/// <param name="loaders">The loaders, in the order in which they are asked.</param>
public sealed class ChainTemplateLoader(params IEnumerable<ITemplateLoader> loaders) : ITemplateLoader
{
    private readonly ITemplateLoader[] _loaders = [.. loaders];

    /// <inheritdoc/>
    public string? TryLoad(string name, out string? path)
    {
        foreach (ITemplateLoader loader in _loaders)
        {
            if (loader.TryLoad(name, out path) is { } text) return text;
        }

        path = null;
        return null;
    }
}
