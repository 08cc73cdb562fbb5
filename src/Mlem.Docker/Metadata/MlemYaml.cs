using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata;

/// <summary>YAML as MLEM reads and writes it, with errors that say what to do next.</summary>
internal static class MlemYaml
{
    // MLEM's files are some kilobytes, a few hundred where a model brings its sources; PyYAML takes minutes for these.
    private static readonly YamlLimits Limits = new() { MaxBytes = 6L << 20, MaxNodes = 200_000 };

    /// <exception cref="MlemYamlException">The text is malformed or beyond the limits.</exception>
    public static YamlValue Read(string text, string? source = null) => Translated(() => YamlReader.Read(text, source, Limits));

    /// <exception cref="MlemYamlException">The bytes are no text, or it is malformed or beyond the limits.</exception>
    public static YamlValue Read(Stream stream, string? source = null) => Translated(() => YamlReader.Read(stream, source, Limits));

    /// <exception cref="MlemYamlException">The value is nested too deep.</exception>
    public static string Write(YamlValue value) => Translated(() => YamlWriter.Write(value));

    private static T Translated<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (YamlException e)
        {
            throw new MlemYamlException(e);
        }
    }
}
