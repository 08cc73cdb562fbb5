using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Failures while a parameter is bound.</summary>
internal static class ParameterErrors
{
    /// <summary>The failure as PowerShell's binder wants it, with what to do next in its text.</summary>
    public static ArgumentTransformationMetadataException Of(MlemException failure) => new(
        failure.Recommendation is null ? failure.Message : $"{failure.Message} {failure.Recommendation}", failure);
}
