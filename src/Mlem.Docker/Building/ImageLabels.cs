namespace Mlem.Docker.Building;

/// <summary>The labels by which an image tells what is in it.</summary>
internal static class ImageLabels
{
    public const string Model = "mlem.model";
    public const string ModelHash = "mlem.model_hash";
    public const string Server = "mlem.server";

    public static Dictionary<string, string> Of(DockerContext context, IReadOnlyDictionary<string, string> more)
    {
        var labels = new Dictionary<string, string>(more)
        {
            [ModelHash] = context.Model.Hash,
            [Server] = context.Server.Type,
        };
        if (context.Model.Name is { } name)
            labels[Model] = name;
        return labels;
    }
}
