using Mlem.Docker.Requirements;

namespace Mlem.Docker.Context;

/// <summary>Decides which Python an image has, from all that a request says of it (D24).</summary>
internal static class ContextPython
{
    /// <summary>The choice, and the request with it: the version and the base image stand in its arguments then.</summary>
    /// <exception cref="MlemException">No Python can have the model, or the given one cannot.</exception>
    public static async Task<(DockerContextRequest Request, PythonChoice Choice)> DecideAsync(
        DockerContextRequest request, Server server, ConstraintSet user, ModelInspection? inspection, CancellationToken cancellationToken)
    {
        PythonChoice choice = request.AsMlem ? LikeMlem(request.Args)
            : PythonChooser.Choose(Question(request, server, user, Code(request, inspection, cancellationToken)));
        DockerBuildArgs args = request.Args;
        // Beside a base image it is only a variable of templates.
        args = args with { PythonVersion = (args.BaseImage is null ? null : args.PythonVersion) ?? choice.Version ?? DockerBuildArgs.DefaultPythonVersion };
        if (args is { BaseImage: null, BaseImageHook: { } hook })
            args = args with { BaseImage = await hook(args.PythonVersion, cancellationToken).ConfigureAwait(false) };
        return (request with { Args = args }, choice);
    }

    private static ModelCode? Code(DockerContextRequest request, ModelInspection? inspection, CancellationToken cancellationToken) =>
        inspection is null ? ModelCode.Find(request.Model, request.AllowChangedArtifact, cancellationToken) : inspection.Code;

    // What the choice depends on.
    private static PythonQuestion Question(DockerContextRequest request, Server server, ConstraintSet user, ModelCode? code)
    {
        var packages = ModelPackages.For(request.Model);
        return new PythonQuestion(packages.Pins)
        {
            Ranges = packages.Ranges,
            Given = request.Args.PythonVersion,
            BaseImage = request.Args.BaseImage,
            Found = request.Base.Python,
            Wishes = Wishes(user),
            Platform = request.Args.Platform,
            ServerTypes = [.. ContextConstraints.ServerTypes(server)],
            Code = code?.Writers,
            CodeFile = code?.File,
            Judges = !request.NoDefaultConstraint,
        };
    }

    private static PinnedPackage[] Wishes(ConstraintSet user) =>
    [
        .. user.Constraints.Where(c => c.Requirement.Marker is null && c.ExactVersion is not null)
            .Select(c => new PinnedPackage(c.Package, c.ExactVersion!.Text, c.Origin.ToString())),
    ];

    private static PythonChoice LikeMlem(DockerBuildArgs args)
    {
        string version = args.EffectivePythonVersion;
        return new PythonChoice(version, args.PythonVersion is null ? Messages.FormatPythonOfMlem(version) : Messages.FormatPythonAsGiven(version))
        {
            Minor = PythonRelease.Parse(version)?.Minor,
        };
    }
}
