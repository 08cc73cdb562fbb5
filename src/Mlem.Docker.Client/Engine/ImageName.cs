using System.Buffers;

namespace Mlem.Docker.Engine;

/// <summary>
/// A reference cut into what the Engine's API wants apart. The grammar itself is the registries' affair and the
/// Engine's; here only what would change the meaning of a request's path is refused.
/// </summary>
internal readonly record struct ImageName(string Name, string? Tag, string? Digest)
{
    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:/@[]");

    /// <summary>Gets the reference with the tag that it means when it names none.</summary>
    public string Full => Digest is not null ? $"{Name}@{Digest}" : $"{Name}:{Tag ?? "latest"}";

    public static ImageName Parse(string reference)
    {
        var path = Checked(reference);
        var at = path.IndexOf('@', StringComparison.Ordinal);
        var digest = at < 0 ? null : path[(at + 1)..];
        var named = at < 0 ? path : path[..at];
        var colon = named.LastIndexOf(':');
        return colon > named.LastIndexOf('/')
            ? new ImageName(named[..colon], named[(colon + 1)..], digest)
            : new ImageName(named, null, digest);
    }

    /// <summary>The reference or id as part of a path.</summary>
    public static string Checked(string reference)
    {
        if (reference.Length > 0 && reference.AsSpan().IndexOfAnyExcept(Allowed) < 0
            && !reference.Split('/').Any(part => part is "" or "." or ".."))
        {
            return reference;
        }

        throw new EngineException(
            "ImageReferenceInvalid",
            MlemErrorCategory.InvalidArgument,
            Messages.FormatIsNoNameOfImage(reference),
            target: reference,
            recommendation: Messages.GiveNameSuchAsTeamModel);
    }
}
