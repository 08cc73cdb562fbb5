using System.Management.Automation;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Reads MLEM models: <c>Get-MlemModel</c>.</summary>
[Cmdlet(VerbsCommon.Get, "MlemModel", DefaultParameterSetName = "Path")]
[OutputType(typeof(MlemModel))]
public sealed class GetMlemModelCommand : AsyncCmdlet
{
    /// <summary>Paths of models; wildcards are allowed, and the ending .mlem may be left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [PathTransformation]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Paths of models, taken as they are.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <inheritdoc/>
    protected override Task ProcessAsync(CancellationToken cancellationToken)
    {
        bool literal = ParameterSetName == "LiteralPath";
        bool wildcards = !literal && Path.Any(WildcardPattern.ContainsWildcardCharacters);
        foreach (string file in ResolveModelPaths(literal ? LiteralPath : Path, literal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (MlemModel.TryLoad(file, out MlemModel? model))
                    WriteObject(model);
                else if (!wildcards)
                    WriteObject(MlemModel.Load(file));
                else
                    WriteVerbose(Messages.FormatIsNoModelAndIsPassed(file));
            }
            catch (MlemException e)
            {
                WriteError(e, file);
            }
        }

        return Task.CompletedTask;
    }
}
