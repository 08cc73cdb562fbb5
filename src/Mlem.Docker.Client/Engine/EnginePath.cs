using System.Buffers;

namespace Mlem.Docker.Engine;

/// <summary>Names and ids as part of a request's path: what would change the path's meaning is refused.</summary>
internal static class EnginePath
{
    private static readonly SearchValues<char> OfImages =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-:/@[]");

    /// <summary>A reference or an id of an image.</summary>
    public static string Image(string reference) =>
        reference.Length > 0 && reference.AsSpan().IndexOfAnyExcept(OfImages) < 0
        && !reference.Split('/').Any(part => part is "" or "." or "..")
            ? reference
            : throw Refused("ImageReferenceInvalid", Messages.FormatIsNoNameOfImage(reference), reference, Messages.GiveNameSuchAsTeamModel);

    /// <summary>A name or an id of a container, service, secret or network; the Engine's own have no other characters.</summary>
    public static string Checked(string idOrName) =>
        idOrName.Length > 0 && char.IsAsciiLetterOrDigit(idOrName[0])
        && idOrName.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-')
            ? idOrName
            : throw Refused("ContainerNameInvalid", Messages.FormatIsNoNameOfContainer(idOrName), idOrName, Messages.NameBeginsWithLetterOrDigitLetters);

    private static EngineException Refused(string id, string why, string name, string remedy) =>
        new(id, MlemErrorCategory.InvalidArgument, why, target: name, recommendation: remedy);
}
