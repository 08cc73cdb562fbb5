namespace Mlem.Docker.Metadata;

/// <summary>
/// The last line before values of somebody else: what .NET says of a text that is no URI, a path with a NUL or a number that no
/// field can hold becomes an error of the file that it stands in.
/// </summary>
internal static class ForeignValues
{
    /// <summary>Makes something of values that a file or a declaration holds.</summary>
    /// <exception cref="MetadataException">One of them cannot be used.</exception>
    public static T Use<T>(string? source, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception e) when (IsOfValue(e))
        {
            throw Invalid(source, e);
        }
    }

    /// <summary>The same for what takes its time.</summary>
    public static async Task<T> UseAsync<T>(string? source, Func<Task<T>> make)
    {
        try
        {
            return await make().ConfigureAwait(false);
        }
        catch (Exception e) when (IsOfValue(e))
        {
            throw Invalid(source, e);
        }
    }

    private static bool IsOfValue(Exception e) =>
        e is ArgumentException or FormatException or OverflowException or InvalidOperationException or KeyNotFoundException or InvalidCastException
        && e is not ObjectDisposedException;

    private static MetadataException Invalid(string? source, Exception e) =>
        new(source, default, string.Empty, Messages.FormatAValueCannotBeUsed(TerminalText.Clean(e.Message)));
}
