using System.Collections;
using System.Management.Automation;
using Mlem.Docker.PowerShell.Conversion;
using Mlem.Docker.PowerShell.Paths;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>Takes a server as people write it: a type name, a hashtable, the path of a YAML file, or a Server.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ServerTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : inputData;
        try
        {
            return value switch
            {
                null or ServerInput => value,
                Server server => new ServerInput(server),
                string text => new ServerInput(OfText(text, engineIntrinsics)),
                _ when PlainObject.From(value) is { } plain && plain.Was<Server>() => new ServerInput(PlainObjects.Server(plain)!),
                _ => new ServerInput(Server.FromYaml(YamlValueConverter.Convert(inputData, "Server"), "-Server")),
            };
        }
        catch (MlemException e)
        {
            throw ParameterErrors.From(e);
        }
    }

    // A name with a folder or an ending is a file, and so is one of MLEM's that is there; everything else is meant as a type.
    private static Server OfText(string text, EngineIntrinsics engine)
    {
        bool looksLikeFile = text.AsSpan().IndexOfAny('/', '\\') >= 0
            || text.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase)
            || text.EndsWith(".yml", StringComparison.OrdinalIgnoreCase)
            || (text.EndsWith(".mlem", StringComparison.OrdinalIgnoreCase) && File.Exists(Resolve(text, engine)));
        return looksLikeFile ? Server.Load(Resolve(text, engine)) : Server.FromYaml(new YamlString(text), "-Server");
    }

    private static string Resolve(string path, EngineIntrinsics engine) => new PathResolver(engine.SessionState.Path).ResolveLiteral(path);
}
