using Mlem.Docker.Metadata;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>What -WhatIf says of an object's file: its path, and what it will hold.</summary>
internal static class DeclarationPlan
{
    /// <summary>The file, a line for each of its lines after a line that names it; what may be secret in it is not shown.</summary>
    public static string Describe(MlemObject declared, string file, Func<object?, string> title) =>
        title(MlemPath.WithExtension(file)) + Environment.NewLine + ConcealedFields.Describe(declared);
}
