using Docker.DotNet.Models;
using Mlem.Docker.Python.Yaml;
using static Mlem.Docker.Exporting.ManifestNode;

namespace Mlem.Docker.Exporting.Compose;

/// <summary>The health check: the declared one, else one that asks the server, so that <c>up --wait</c> waits until it serves.</summary>
internal static class ComposeHealth
{
    public static YamlMapping? For(ExportedContainer container)
    {
        // What the image brings asks the same, and is told by it.
        if (container.Healthcheck is not { } check || (container.Request.Healthcheck is null && container.ImageHasHealthcheck))
            return null;
        if (check.Test is ["NONE"])
            return Map(("disable", true));
        return MapOrNull(
            ("test", ComposeText.From(check.Test)),
            ("interval", Time(check.Interval)),
            ("timeout", Time(check.Timeout)),
            ("retries", check.Retries is > 0 ? check.Retries : null),
            ("start_period", Time(check.StartPeriod)),
            ("start_interval", Time(check.StartInterval)));
    }

    private static string? Time(TimeSpan? time) => time is { } span && span > TimeSpan.Zero ? ComposeService.Duration(span) : null;
}
