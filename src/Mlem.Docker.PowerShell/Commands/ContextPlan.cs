using System.Globalization;
using System.Text;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>What -WhatIf says of a Docker context: its files, with their sizes.</summary>
internal static class ContextPlan
{
    /// <summary>The files of a context, a line for each, after a line with their number and size.</summary>
    public static StringBuilder AppendFiles(this StringBuilder plan, DockerContext context)
    {
        plan.AppendLine(Messages.FormatEntriesCountFilesTotalSize(context.Entries.Count, ByteSize.Format(context.TotalSize)));
        foreach (ContextEntry entry in context.PlacedEntries)
            plan.AppendLine(CultureInfo.InvariantCulture, $"{ByteSize.Format(entry.Length),9}  {entry.Path}");
        return plan;
    }
}
