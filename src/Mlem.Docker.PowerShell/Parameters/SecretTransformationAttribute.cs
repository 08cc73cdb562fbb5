using System.Collections;
using System.Management.Automation;
using System.Net;
using System.Security;
using System.Text;

namespace Mlem.Docker.PowerShell.Parameters;

/// <summary>
/// Takes secrets as <c>name</c> or <c>name=target</c> for those that the swarm has, and as a hashtable of targets: with the
/// name of one that the swarm has, or with a SecureString or credential whose value makes a new one.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? plain = Plain(inputData);
        try
        {
            return plain is object[] items ? items.SelectMany(i => Read(Plain(i))).ToArray() : Read(plain).ToArray();
        }
        catch (MlemException failure)
        {
            throw ParameterErrors.From(failure);
        }
    }

    private static IEnumerable<ServiceSecret> Read(object? value) => value switch
    {
        ServiceSecret secret => [secret],
        string text => [ServiceSecret.Parse(text)],
        IDictionary table => table.Cast<DictionaryEntry>()
            .OrderBy(e => e.Key.ToString(), StringComparer.Ordinal).Select(e => Read(e.Key.ToString()!, Plain(e.Value))),
        null => [],
        _ => throw NotUsable(value),
    };

    private static ServiceSecret Read(string target, object? value) => value switch
    {
        string name => new ServiceSecret(target, name),
        SecureString secure => Made(target, secure),
        PSCredential credential => Made(target, credential.Password),
        _ => throw NotUsable(value),
    };

    private static ServiceSecret Made(string target, SecureString value) =>
        new(target, null) { Value = Encoding.UTF8.GetBytes(new NetworkCredential(string.Empty, value).Password) };

    // What was given may be the secret itself, so it is not shown.
    private static MlemException NotUsable(object? value) => new(
        "SecretInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatSecretCannotBeGivenAs(value?.GetType().Name ?? "nothing"),
        null,
        Messages.GiveNameOfOneThatSwarm);

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
