using System.Management.Automation;
using Mlem.Docker.PowerShell.Parameters;

namespace Mlem.Docker.PowerShell.Conversion;

/// <summary>
/// Makes our objects from plain ones, and images, registries, servers and state managers from their names, wherever PowerShell
/// converts: in a cast, and in the parameters of a function that stands for a cmdlet. Pester's mocks are such functions;
/// they have the cmdlet's types, but not the attributes that read its arguments.
/// </summary>
public sealed class PlainObjectConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) => Made(sourceValue, destinationType) is not null;

    /// <inheritdoc/>
    public override object ConvertFrom(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        Made(sourceValue, destinationType) ?? throw new PSInvalidCastException();

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new PSInvalidCastException();

    private static object? Made(object source, Type target)
    {
        bool plain = PlainObject.From(source) is not null;
        if (!plain && source is not (string or System.Collections.IDictionary))
            return null;

        // The path of a server's file can only be resolved where a cmdlet is.
        if (target == typeof(ServerInput) && source is string name && !Server.Types.Contains(name))
            return null;
        try
        {
            // With its tag, as the tab key writes it: PowerShell would take all of it for the name.
            if (target == typeof(DockerImage) && source is string reference)
                return DockerImage.FromReference(reference);
            object? made = Transformation(target, plain)?.Transform(null!, source);
            return target.IsInstanceOfType(made) ? made : null;
        }
        catch (Exception failure) when (failure is MlemException or ArgumentTransformationMetadataException)
        {
            return null;
        }
    }

    private static ArgumentTransformationAttribute? Transformation(Type target, bool plain) => target switch
    {
        _ when typeof(DockerRegistry).IsAssignableFrom(target) => new RegistryTransformationAttribute(),
        _ when target == typeof(ServerInput) => new ServerTransformationAttribute(),
        _ when target == typeof(DockerBuildArgsInput) => new BuildArgsTransformationAttribute(),
        _ when target == typeof(RunParametersInput) => new RunParametersTransformationAttribute(),
        _ when target == typeof(StateManager) => new StateManagerTransformationAttribute { IsCast = true },
        _ when target == typeof(StateManagerInput) => new StateManagerTransformationAttribute(),
        _ when !plain => null,
        _ when target == typeof(DockerEnv) => new DockerEnvTransformationAttribute(),
        _ when target == typeof(DockerContainer) => new DeploymentTransformationAttribute(),
        _ when target == typeof(DockerServiceTarget) => new ServiceTransformationAttribute(),
        _ => new PlainObjectTransformationAttribute(target),
    };
}
