using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Failures while a parameter is bound.</summary>
internal static class ParameterErrors
{
    /// <summary>The failure as PowerShell's binder wants it, with what to do next in its text.</summary>
    public static ArgumentTransformationMetadataException From(MlemException failure) => new(Text(failure), failure);

    /// <summary>The same, with which the binder tries what else there is for an object of the pipeline.</summary>
    public static ArgumentTransformationMetadataException OfOther(MlemException failure) =>
        new(Text(failure), new PSInvalidCastException(Text(failure), failure));

    /// <summary>A value of another kind. By the inner exception, the binder tries what else there is for an object of the pipeline.</summary>
    public static ArgumentTransformationMetadataException Kind(string message) => new(message, new PSInvalidCastException(message));

    private static string Text(MlemException failure) =>
        failure.Recommendation is null ? failure.Message : $"{failure.Message} {failure.Recommendation}";
}
