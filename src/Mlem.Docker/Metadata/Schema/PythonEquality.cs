using System.Numerics;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>Python's <c>==</c> for loaded values: <c>1 == 1.0 == True</c>, everything else by kind and content.</summary>
internal static class PythonEquality
{
    public static bool Equal(YamlValue left, YamlValue right)
    {
        if (IsNumber(left) && IsNumber(right))
            return EqualNumbers(left, right);
        return (left, right) switch
        {
            (YamlSequence a, YamlSequence b) =>
                a.Items.Count == b.Items.Count && a.Items.Zip(b.Items).All(p => Equal(p.First, p.Second)),
            (YamlMapping a, YamlMapping b) => a.Entries.Count == b.Entries.Count && a.Entries.All(
                e => b.Entries.Any(o => o.Key.Equals(e.Key) && Equal(e.Value, o.Value))),
            _ => left.Equals(right),
        };
    }

    private static bool IsNumber(YamlValue value) => value is YamlBoolean or YamlInteger or YamlFloat;

    private static bool EqualNumbers(YamlValue left, YamlValue right) => (left, right) switch
    {
        (YamlFloat a, YamlFloat b) => a.Value == b.Value,
        (YamlFloat a, _) => double.IsInteger(a.Value) && new BigInteger(a.Value) == Whole(right),
        (_, YamlFloat) => EqualNumbers(right, left),
        _ => Whole(left) == Whole(right),
    };

    private static BigInteger Whole(YamlValue value) =>
        value is YamlBoolean b ? (b.Value ? BigInteger.One : BigInteger.Zero) : ((YamlInteger)value).Value;
}
