namespace Mlem.Docker.Python.Yaml;

/// <summary>
/// Reads YAML exactly as PyYAML 6's <c>yaml.safe_load</c>: YAML 1.1's types, one document, merge keys, the last of
/// several equal keys in the first one's place. An empty text is null.
/// </summary>
public static class YamlReader
{
    /// <summary>Reads a text.</summary>
    /// <param name="text">The text; a byte order mark at its start is passed over.</param>
    /// <param name="source">Its path or name, for error messages.</param>
    /// <param name="limits">What it may cost; <see cref="YamlLimits.Default"/> when null.</param>
    /// <returns>The value. Values that the text shares through an alias are the same object.</returns>
    /// <exception cref="YamlException">The text is malformed or beyond the limits.</exception>
    public static YamlValue Read(string text, string? source = null, YamlLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        limits ??= YamlLimits.Default;
        YamlText.CheckSize(text, source, limits);
        YamlText.CheckCharacters(text, source);
        if (text is [YamlCharacters.ByteOrderMark, ..]) text = text[1..];
        YamlDifferences.CheckLines(text, source);
        for (int left = YamlStars.MostReadings; ; left--)
        {
            try
            {
                return new YamlComposer(text, source, limits).ReadSingle() ?? new YamlNull { Mark = new(1, 1) };
            }
            catch (YamlStars stars) when (left > 0)
            {
                text = stars.Hide(text);
            }
            catch (YamlStars)
            {
                throw YamlException.Invalid(source, new(1, 1), Messages.FormatTooManyKeysWithStars(YamlStars.MostReadings));
            }
        }
    }

    /// <summary>Reads bytes: UTF-8, or UTF-16 when they begin with its byte order mark.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="source">Their path or name, for error messages.</param>
    /// <param name="limits">What they may cost; <see cref="YamlLimits.Default"/> when null.</param>
    /// <returns>The value.</returns>
    /// <exception cref="YamlException">The bytes are no text, or it is malformed or beyond the limits.</exception>
    public static YamlValue Read(ReadOnlySpan<byte> bytes, string? source = null, YamlLimits? limits = null)
    {
        limits ??= YamlLimits.Default;
        YamlText.CheckSize(bytes.Length, source, limits);
        return Read(YamlText.Decode(bytes, source), source, limits);
    }

    /// <summary>Reads a stream to its end, but never more than the limits allow.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="source">Its path or name, for error messages.</param>
    /// <param name="limits">What it may cost; <see cref="YamlLimits.Default"/> when null.</param>
    /// <returns>The value.</returns>
    /// <exception cref="YamlException">The bytes are no text, or it is malformed or beyond the limits.</exception>
    public static YamlValue Read(Stream stream, string? source = null, YamlLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= YamlLimits.Default;
        return Read(YamlText.ReadAll(stream, source, limits), source, limits);
    }

    /// <summary>Reads a stream to its end, but never more than the limits allow.</summary>
    /// <param name="stream">The stream; it stays open.</param>
    /// <param name="source">Its path or name, for error messages.</param>
    /// <param name="limits">What it may cost; <see cref="YamlLimits.Default"/> when null.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The value.</returns>
    /// <exception cref="YamlException">The bytes are no text, or it is malformed or beyond the limits.</exception>
    public static async Task<YamlValue> ReadAsync(
        Stream stream,
        string? source = null,
        YamlLimits? limits = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        limits ??= YamlLimits.Default;
        string text = await YamlText.ReadAllAsync(stream, source, limits, cancellationToken).ConfigureAwait(false);
        return Read(text, source, limits);
    }
}
