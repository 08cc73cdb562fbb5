using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine;

/// <summary>
/// What a refusal of the Engine means: by what was asked and the status first, and by the Engine's words only where those
/// do not tell. Podman answers 500 where Docker answers 400, 404 or 409, so its fixed phrases count as these.
/// </summary>
internal static partial class EngineWords
{
    /// <param name="subject">What was asked for.</param>
    /// <param name="status">The HTTP status; null for a failure in a stream.</param>
    /// <param name="words">The Engine's words.</param>
    /// <param name="target">The name that was asked for: what it is called says nothing of the failure.</param>
    public static (string Id, MlemErrorCategory Category, string Advice) Classify(EngineSubject subject, int? status, string words, object? target)
    {
        var said = target is string { Length: > 0 } name ? words.Replace(name, "…", StringComparison.OrdinalIgnoreCase) : words;
        return OfTheMachine(said) ?? OfRequests(subject, status, said) ?? (subject switch
        {
            EngineSubject.Registry when RegistryTrouble.Find(said) is { } trouble => trouble,
            EngineSubject.Registry when status == 404 => ("ImageNotFound", MlemErrorCategory.ObjectNotFound, Messages.RegistryHasNoSuchImage),
            EngineSubject.Service => OfService(status, said),
            EngineSubject.Container => OfContainer(status, said),
            EngineSubject.Image when status == 404 => ("ImageNotFound", MlemErrorCategory.ObjectNotFound, Messages.LookAtNameOrBuildOr),
            _ => null,
        }) ?? OfStatus(status, said);
    }

    private static bool Says(this string words, string part) => words.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static (string Id, MlemErrorCategory Category, string Advice)? OfTheMachine(string said)
    {
        if (said.Says("no space left on device"))
            return ("NoSpaceLeft", MlemErrorCategory.ResourceUnavailable, Messages.FreeSpaceOnEnginesDiskDockerSystem);
        return said.Says("could not select device driver")
            ? ("GpuUnavailable", MlemErrorCategory.ResourceUnavailable, Messages.InstallNvidiasContainerToolkit)
            : null;
    }

    private static (string Id, MlemErrorCategory Category, string Advice)? OfRequests(EngineSubject subject, int? status, string said)
    {
        if (said.Says("invalid reference format") || said.Says("invalid tag") || said.Says("is not a valid repository/tag")
            || said.Says("repository name must be lowercase"))
        {
            return ("ImageReferenceInvalid", MlemErrorCategory.InvalidArgument, Messages.GiveNameSuchAsTeamModel);
        }

        if (status == 400 && said.Says("client version") && said.Says("is too old"))
            return ("EngineApiMismatch", MlemErrorCategory.NotImplemented, Messages.EngineIsNewerThanThisMlem);
        if (status == 400 && said.Says("client version") && said.Says("is too new"))
            return ("EngineApiMismatch", MlemErrorCategory.NotImplemented, Messages.EngineIsOlderThanThisMlem);
        if (said.Says("This node is not a swarm manager"))
            return ("SwarmNotActive", MlemErrorCategory.InvalidOperation, Messages.MakeThisEngineSwarmsManagerWith);
        // Podman: some of a swarm's paths it refuses, of the others it knows nothing.
        return said.Says("Podman does not support service") || (subject == EngineSubject.Service && status == 404 && IsMissingRoute(said))
            ? ("SwarmNotSupported", MlemErrorCategory.NotImplemented, Messages.PodmanHasNoSwarm)
            : null;
    }

    private static (string Id, MlemErrorCategory Category, string Advice)? OfService(int? status, string said) => status switch
    {
        404 => ("ServiceNotFound", MlemErrorCategory.ObjectNotFound, Messages.GetMlemDockerServiceListsServicesOfThis),
        409 when said.Says("name conflicts") => ("ServiceNameInUse", MlemErrorCategory.ResourceExists, Messages.GiveAnotherNameOrRemoveService),
        _ => null,
    };

    private static (string Id, MlemErrorCategory Category, string Advice)? OfContainer(int? status, string said)
    {
        if (said.Says("port is already allocated") || said.Says("address already in use") || said.Says("Ports are not available"))
            return ("PortInUse", MlemErrorCategory.ResourceUnavailable, Messages.GiveAnotherHostPortOrStop);
        if (status is 409 or 500 && NameInUse().IsMatch(said))
            return ("ContainerNameInUse", MlemErrorCategory.ResourceExists, Messages.GiveAnotherNameOrRemoveContainer);
        if (status == 404 && said.Says("no such image"))
            return ("ImageNotFound", MlemErrorCategory.ObjectNotFound, Messages.LookAtNameOrBuildOr);
        if (status == 404 && said.Says("does not match the specified platform"))
            return ("ImageNotFound", MlemErrorCategory.ObjectNotFound, Messages.ImageIsThereForAnotherPlatform);
        return status == 404 && (said.Says("no such container") || !OtherThanContainer().IsMatch(said))
            ? ("ContainerNotFound", MlemErrorCategory.ObjectNotFound, Messages.ListContainersStoppedOnesTooTo)
            : null;
    }

    private static (string Id, MlemErrorCategory Category, string Advice) OfStatus(int? status, string said) => status switch
    {
        500 when said.Says("lookup init binary") => ("EngineError", MlemErrorCategory.InvalidOperation, Messages.InstallCatatonit),
        500 when PodmansMissing().IsMatch(said) => OfStatus(404, said),
        500 when said.Says("container state improper") || said.Says("is not paused") => OfStatus(409, said),
        500 when PodmansArgument().IsMatch(said) || Unstartable().IsMatch(said) || Invalid().IsMatch(said) => OfStatus(400, said),
        400 => ("EngineBadParameter", MlemErrorCategory.InvalidArgument, Messages.CorrectValueThatEngineNames),
        409 => ("EngineConflict", MlemErrorCategory.InvalidOperation, Messages.BringItIntoStateThatAllows),
        404 => ("EngineObjectNotFound", MlemErrorCategory.ObjectNotFound, Messages.LookAtNameThatEngineGives),
        401 or 403 => ("EngineAccessDenied", MlemErrorCategory.PermissionDenied, Messages.AskWhoeverRunsEngineForAccess),
        _ => ("EngineError", MlemErrorCategory.InvalidOperation, Messages.EnginesOwnWordsSayWhatIt),
    };

    /// <summary>What a router says of a path that it does not know.</summary>
    public static bool IsMissingRoute(string? words) => words?.Trim() is "Not Found" or "page not found" or "404 page not found";

    // Docker: 'The container name "/a" is already in use by container "…"'; Podman: 'the container name "a" is already in use by …'.
    [GeneratedRegex("""container name .* is already in use by""", RegexOptions.IgnoreCase)]
    private static partial Regex NameInUse();

    // Whatever is wrong with a request for a container, but not with Podman's storage.
    [GeneratedRegex(@": invalid argument\s*\z|^(?:fill out specgen|container create): (?!creating container storage: )|--storage-opt is supported only")]
    private static partial Regex PodmansArgument();

    // What both say of a process that cannot begin as it was asked for.
    [GeneratedRegex(
        @"executable file not found in \$PATH|attempted to invoke a command that was not found|unable to start container process: exec: "
        + @"|Cwd must be an absolute path|unable to find (?:user|group) |bind: cannot assign requested address"
        + @"|wrong rlimit value|is not in a separate kernel namespace|error gathering device information")]
    private static partial Regex Unstartable();

    // A value of the request, for which Docker should have answered 400.
    [GeneratedRegex("^invalid (?!character )")]
    private static partial Regex Invalid();

    [GeneratedRegex("network|volume|no such file|could not find the file|exec (?:instance|session)", RegexOptions.IgnoreCase)]
    private static partial Regex OtherThanContainer();

    [GeneratedRegex(@": (?:network|volume) not found\s*\z|: no such (?:volume|container)\s*\z")]
    private static partial Regex PodmansMissing();
}
