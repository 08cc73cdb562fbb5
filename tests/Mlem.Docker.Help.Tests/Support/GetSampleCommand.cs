using System.Management.Automation;

namespace Mlem.Docker.Help.Tests.Support;

/// <summary>A cmdlet to describe. It never runs.</summary>
[Cmdlet(VerbsCommon.Get, "Sample", DefaultParameterSetName = "Path", SupportsShouldProcess = true)]
[OutputType(typeof(Sample))]
public sealed class GetSampleCommand : PSCmdlet
{
    /// <summary>The path of a <see cref="Sample"/>, or <see langword="null"/>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [Alias("FullName")]
    public string[] Path { get; set; } = [];

    /// <summary>The sample itself.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Sample", ValueFromPipeline = true)]
    public Sample? Sample { get; set; }

    /// <summary>How many
    /// lines to read.</summary>
    [Parameter]
    public int Count { get; set; } = 3;

    /// <summary>Where to look.</summary>
    [Parameter]
    public SampleKind Kind { get; set; }

    /// <summary>Reads hidden samples too.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }
}

/// <summary>What the cmdlet emits.</summary>
public sealed record Sample;

/// <summary>Kinds of samples.</summary>
public enum SampleKind
{
    /// <summary>On disk.</summary>
    File,

    /// <summary>In memory.</summary>
    Memory,
}
