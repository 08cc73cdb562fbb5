namespace Mlem.Docker.Serving;

/// <summary>An input that a method of a server cannot take. It says where in the input and why.</summary>
internal static class InputErrors
{
    public static MlemException ValueInvalid(string place, string why, object? target) => new(
        "InputValueInvalid", MlemErrorCategory.InvalidArgument, $"{place} {why}.", target, Messages.InputValueInvalidRemedy);

    public static MlemException Shape(string message, string recommendation, object? target = null) => new(
        "InputShapeInvalid", MlemErrorCategory.InvalidArgument, message, target, recommendation);

    public static MlemException Names(string message, string recommendation, object? target) => new(
        "InputNamesInvalid", MlemErrorCategory.InvalidArgument, message, target, recommendation);

    /// <summary>A few names for a message.</summary>
    public static string List(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return string.Join(", ", all.Take(20).Select(n => $"'{n}'")) + (all.Length > 20 ? Messages.FormatAndAllLengthMore(all.Length - 20) : string.Empty);
    }
}
