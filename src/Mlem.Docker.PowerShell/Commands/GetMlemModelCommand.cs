using System.Management.Automation;
using Mlem.Docker.Metadata;
using Mlem.Docker.PowerShell.Parameters;
using Mlem.Docker.PowerShell.Pipeline;
using Mlem.Docker.Repositories;

namespace Mlem.Docker.PowerShell.Commands;

/// <summary>Reads MLEM models: <c>Get-MlemModel</c>.</summary>
[Cmdlet(VerbsCommon.Get, "MlemModel", DefaultParameterSetName = "Path")]
[OutputType(typeof(MlemModel))]
public sealed class GetMlemModelCommand : AsyncCmdlet
{
    /// <summary>
    /// Paths of models; wildcards are allowed, and the ending .mlem may be left out. Or addresses of models in repositories of git:
    /// <c>https://host/org/project/path</c>.
    /// </summary>
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

    /// <summary>
    /// The branch, the tag or the commit of the repository, where the path is an address; without it, what the address says, else the
    /// repository's usual branch.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Revision { get; set; }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        bool literal = ParameterSetName == "LiteralPath";
        string[] given = literal ? LiteralPath : Path;
        foreach (string address in given.Where(GitAddress.Is))
            await FromRepositoryAsync(address, cancellationToken).ConfigureAwait(false);
        given = [.. given.Where(p => !GitAddress.Is(p))];
        if (given.Length > 0 && Revision is not null)
        {
            throw new MlemException(
                "RevisionNeedsAddress", MlemErrorCategory.InvalidArgument, Messages.FormatRevisionNeedsAddress(given[0]), given[0],
                Messages.RevisionNeedsAddressRemedy);
        }

        bool wildcards = !literal && given.Any(WildcardPattern.ContainsWildcardCharacters);
        foreach (string file in ResolveModelPaths(given, literal))
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

    }

    private async Task FromRepositoryAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            WriteObject(MlemModel.Load(await RepositoryObjects.BringAsync(address, Revision, cancellationToken).ConfigureAwait(false)));
        }
        catch (MlemException e)
        {
            WriteError(e, e.Target ?? address);
        }
    }
}
