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
        ContainerProbe? probe = null;
        var dns = await CheckRunner.RunAsync(
            "Dns",
            async () =>
            {
                if (usable is null)
                    return CheckRunner.Skipped("Dns", "No image is there to start a container of.", "Pull one, or name one that is there with -Image.");
                probe = await ContainerProbe.RunAsync(engine, usable, name, cancellation).ConfigureAwait(false);
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
            return await engine.FindImageAsync(image, cancellation).ConfigureAwait(false) is { } found
                ? (new DockerCheck("BaseImage", DockerCheckState.Passed, $"{image} is there ({ByteSize.Format(found.Size)})."), image)
                : (new DockerCheck("BaseImage", DockerCheckState.Warning, $"{image} is not on the Engine; the first build has to pull it.", $"Try 'docker pull {image}' now, to see that it can."), null);
        }

        var listed = (await engine.ListImagesAsync(cancellationToken: cancellation).ConfigureAwait(false))
            .SelectMany(one => one.Tags.Select(tag => (Tag: tag, Kind: Array.IndexOf(Known, Repository(tag)), one.Size)))
            .Where(one => one.Kind >= 0)
            .OrderBy(one => one.Kind).ThenBy(one => one.Size)
            .ToList();
        var pythons = listed.Where(one => one.Kind == 0).Select(one => one.Tag).ToList();
        var usable = listed.Count == 0 ? null : listed[0].Tag;
        return pythons.Count > 0
            ? (new DockerCheck("BaseImage", DockerCheckState.Passed, $"{string.Join(", ", pythons.Take(5))}{(pythons.Count > 5 ? ", …" : "")} {(pythons.Count == 1 ? "is" : "are")} there."), usable)
            : (new DockerCheck("BaseImage", DockerCheckState.Warning, "No Python image is on the Engine; the first build has to pull one.", "Try 'docker pull python:3.11-slim' now, to see that it can."), usable);
    }

    private DockerCheck Judge(ContainerProbe probe) => probe.ExitCode switch
    {
        0 => new DockerCheck("Dns", DockerCheckState.Passed, $"A container of {probe.Image} finds {name}."),
        ContainerProbe.NoTool => CheckRunner.Skipped("Dns", $"The image {probe.Image} has no program to look a name up with.", "Name another one with -Image."),
        null => Failed($"a container of {probe.Image} got no answer for {name} in time"),
        var code => Failed($"a container of {probe.Image} does not find {name} (exit code {code}{(probe.Output.Length == 0 ? "" : ": " + probe.Output)})"),
    };

    private static DockerCheck Failed(string finding) => new(
        "Dns",
        DockerCheckState.Failed,
        char.ToUpperInvariant(finding[0]) + finding[1..] + ".",
        "Builds could not install packages by name. Give the Engine a DNS server that containers reach (\"dns\" in /etc/docker/daemon.json), or look at its bridge and firewall.");

    private static string Repository(string tag)
    {
        var name = tag[(tag.LastIndexOf('/') + 1)..];
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? name : name[..colon];
    }
}
