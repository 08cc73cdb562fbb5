using System.Globalization;
using System.Text;
using Mlem.Docker.Context;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>What -WhatIf says of a Docker context: its files, with their sizes.</summary>
internal static class ContextPlan
{
    /// <summary>An image: its Dockerfile, and what is sent with it.</summary>
    public static string OfImage(DockerContext context, DockerImage image) =>
        OfBuild(Messages.FormatBuildImageFromThisDockerfile(Names(image)), context);

    /// <summary>All names that an image gets.</summary>
    public static string Names(DockerImage image) =>
        string.Join(", ", [image.Uri, .. image.AdditionalTags.Select(tag => (image with { Tag = tag }).Uri)]);

    /// <summary>A start: its sentence, and where an image is built first, that one's Dockerfile and files.</summary>
    public static string OfStart(DeploymentPlan plan) =>
        plan.Context is { } context ? OfBuild(Messages.FormatPlanWithThisDockerfile(plan.Sentence), context) : plan.Sentence;

    /// <summary>A Docker folder: its files.</summary>
    public static string OfFolder(DockerContext context, MlemModel model, string target) => new StringBuilder()
        .Append(Messages.FormatWriteDockerFolderOfModelWith(target, model.Name))
        .AppendFiles(context).AppendDecisions(context).ToString().TrimEnd();

    /// <summary>Tells what was decided for a context, and what deserves attention.</summary>
    public static void Tell(DockerContext context, Action<string> verbose, Action<string> warning)
    {
        foreach (string decision in context.Decisions)
            verbose(decision);
        foreach (string text in context.Warnings)
            warning(text);
    }

    private static string OfBuild(string title, DockerContext context) => new StringBuilder()
        .AppendLine(title)
        .AppendLine(EnvironmentLines.Conceal(context.ReadText("Dockerfile") ?? string.Empty))
        .AppendDecisions(context)
        .Append(Messages.AndThese).AppendFiles(context).ToString().TrimEnd();

    private static StringBuilder AppendDecisions(this StringBuilder plan, DockerContext context)
    {
        foreach (string decision in context.Decisions)
            plan.AppendLine(decision);
        return plan;
    }

    /// <summary>The files of a context, a line for each, after a line with their number and size.</summary>
    private static StringBuilder AppendFiles(this StringBuilder plan, DockerContext context)
    {
        plan.AppendLine(Messages.FormatEntriesCountFilesTotalSize(context.Entries.Count, ByteSize.Format(context.TotalSize)));
        foreach (ContextEntry entry in context.PlacedEntries)
            plan.AppendLine(CultureInfo.InvariantCulture, $"{ByteSize.Format(entry.Length),9}  {entry.Path}");
        return plan;
    }
}
