using Mlem.Docker.Building.Weights;
using Mlem.Docker.Engine;

namespace Mlem.Docker.Building;

/// <summary>The labels by which an image tells what is in it.</summary>
internal static class ImageLabels
{
    public const string Model = "mlem.model";
    public const string ModelHash = "mlem.model_hash";
    public const string Server = "mlem.server";

    private const string Own = "mlem.";

    /// <summary>Refuses labels of the user's that Docker does not take, or that say what is in an image of this module.</summary>
    /// <exception cref="MlemException"><c>LabelInvalid</c>.</exception>
    public static void Check(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (string.IsNullOrWhiteSpace(name) || name.StartsWith(Own, StringComparison.Ordinal))
            {
                throw new MlemException(
                    "LabelInvalid",
                    MlemErrorCategory.InvalidArgument,
                    string.IsNullOrWhiteSpace(name) ? Messages.LabelWithoutName : Messages.FormatLabelIsOurOwn(name, Own),
                    name,
                    Messages.LabelInvalidRemedy);
            }
        }
    }

    public static Dictionary<string, string> For(DockerContext context, IReadOnlyDictionary<string, string> more)
    {
        var labels = new Dictionary<string, string>(more)
        {
            [ModelHash] = context.Model.Hash,
            [Server] = context.Server.Type,
        };
        if (context.Request.Weights.Count > 0)
            labels[WeightsImages.UsedLabel] = string.Join(' ', context.Request.Weights.Values.Distinct());
        if ((context.ModelName ?? context.Model.Name) is { } name)
            labels[Model] = name;
        return labels;
    }

    /// <summary>
    /// The classic builder takes labels one by one, each by a container of its own (0.1 s); a single line at the Dockerfile's
    /// end is one step. BuildKit needs none. Labels that a line cannot hold, and all where the Dockerfile's end or escape
    /// character is not plain, are left to the builder.
    /// </summary>
    public static (string? Line, Dictionary<string, string> Labels) Split(
        string dockerfile, Dictionary<string, string> labels, ImageBuilderKind builder)
    {
        bool plain = builder == ImageBuilderKind.Classic
            && !dockerfile.TrimEnd().EndsWith('\\')
            && !dockerfile.Contains("escape=", StringComparison.OrdinalIgnoreCase)
            && labels.All(l => !l.Key.Concat(l.Value).Any(char.IsControl));
        return plain
            ? ($"\nLABEL {string.Join(' ', labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{Quote(l.Key)}={Quote(l.Value)}"))}\n", [])
            : (null, labels);
    }

    private static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)}\"";
}
