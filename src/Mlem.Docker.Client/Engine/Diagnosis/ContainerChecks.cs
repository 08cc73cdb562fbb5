namespace Mlem.Docker.Engine.Diagnosis;

/// <summary>Storage, DNS and base image: what a container can tell, and the Engine where there is none.</summary>
/// <param name="engine">The Engine.</param>
/// <param name="image">The base image that builds will use; null to look for one that is there.</param>
/// <param name="name">The host name that builds must be able to look up.</param>
internal sealed class ContainerChecks(DockerEngine engine, string? image, string name)
{
    // Images whose shell is known to be there; nobody else's image is started unasked.
    private static readonly string[] Known = ["python", "debian", "ubuntu", "alpine", "busybox"];

    public async IAsyncEnumerable<DockerCheck> RunAsync(
        Func<Task<DockerCheck>> login, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        string? usable = null;
        var baseImage = await CheckRunner.RunAsync(
            "BaseImage",
            async () =>
            {
                (var check, usable) = await BaseImageAsync(cancellation).ConfigureAwait(false);
                return check;
            },
            cancellation).ConfigureAwait(false);
        DiagnosisContainer? probe = null;
        var dns = await CheckRunner.RunAsync(
            "Dns",
            async () =>
            {
                if (usable is null)
                    return CheckRunner.Skipped("Dns", Messages.NoImageIsThereToStart, Messages.PullOneOrNameOneThat);
                probe = await DiagnosisContainer.RunAsync(engine, usable, name, cancellation).ConfigureAwait(false);
                return Judge(probe);
            },
            cancellation).ConfigureAwait(false);
        yield return await CheckRunner.RunAsync(
            "Storage", () => StorageCheck.RunAsync(engine, probe?.FreeBytes, cancellation), cancellation).ConfigureAwait(false);
        yield return await login().ConfigureAwait(false);
        yield return dns;
        yield return baseImage;
    }

    private async Task<(DockerCheck Check, string? Usable)> BaseImageAsync(CancellationToken cancellation)
    {
        if (image is not null)
        {
            return await engine.Images.FindImageAsync(image, cancellation).ConfigureAwait(false) is { } found
                ? (new DockerCheck("BaseImage", DockerCheckState.Passed, Messages.FormatImageIsThereSize(image, ByteSize.Format(found.Size))), image)
                : (new DockerCheck("BaseImage", DockerCheckState.Warning, Messages.FormatIsNotOnEngineFirstBuild(image), Messages.FormatTryDockerPullNowToSee(image)), null);
        }

        var listed = (await engine.Images.ListImagesAsync(cancellationToken: cancellation).ConfigureAwait(false))
            .SelectMany(one => one.Tags.Select(tag => (Tag: tag, Kind: Array.IndexOf(Known, Repository(tag)), one.Size)))
            .Where(one => one.Kind >= 0)
            .OrderBy(one => one.Kind).ThenBy(one => one.Size)
            .ToList();
        var pythons = listed.Where(one => one.Kind == 0).Select(one => one.Tag).ToList();
        var usable = listed.Count == 0 ? null : listed[0].Tag;
        return pythons.Count > 0
            ? (new DockerCheck("BaseImage", DockerCheckState.Passed, Messages.FormatPythonsDetailDetail2There(string.Join(", ", pythons.Take(5)), pythons.Count > 5 ? ", …" : "", pythons.Count == 1 ? "is" : "are")), usable)
            : (new DockerCheck("BaseImage", DockerCheckState.Warning, Messages.NoPythonImageIsOnEngine, Messages.TryDockerPullPython311), usable);
    }

    private DockerCheck Judge(DiagnosisContainer probe) => probe.ExitCode switch
    {
        0 => new DockerCheck("Dns", DockerCheckState.Passed, Messages.FormatContainerOfFinds(probe.Image, name)),
        DiagnosisContainer.NoTool => CheckRunner.Skipped("Dns", Messages.FormatImageHasNoProgramToLook(probe.Image), Messages.NameAnotherOneWithImage),
        null => Failed(Messages.FormatContainerOfGotNoAnswerFor(probe.Image, name)),
        var code => Failed(Messages.FormatContainerOfDoesNotFindExit(probe.Image, name, code, probe.Output.Length == 0 ? "" : ": " + probe.Output)),
    };

    private static DockerCheck Failed(string finding) => new(
        "Dns",
        DockerCheckState.Failed,
        char.ToUpperInvariant(finding[0]) + finding[1..] + ".",
        Messages.BuildsCouldNotInstallPackagesBy);

    private static string Repository(string tag)
    {
        var name = tag[(tag.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? name : name[..colon];
    }
}
