using System.Text.Json;
using System.Text.Json.Nodes;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>Finds where two JSON values differ; numbers may differ in the last digits, as BLAS does between machines.</summary>
internal static class JsonDifference
{
    private const double Tolerance = 1e-9;

    /// <summary>Null where they are equal, else the path and both values.</summary>
    public static string? Between(JsonNode? expected, JsonNode? actual, string path = "$")
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                return left.Select(property => property.Key).Union(right.Select(property => property.Key))
                    .Select(key => left.ContainsKey(key) && right.ContainsKey(key)
                        ? Between(left[key], right[key], $"{path}.{key}")
                        : $"{path}.{key}: only {(left.ContainsKey(key) ? "expected" : "actual")}")
                    .FirstOrDefault(difference => difference is not null);
            case (JsonArray left, JsonArray right) when left.Count == right.Count:
                return left.Zip(right).Select((pair, index) => Between(pair.First, pair.Second, $"{path}[{index}]"))
                    .FirstOrDefault(difference => difference is not null);
            case (JsonValue left, JsonValue right) when BothNumbers(left, right):
                double a = left.GetValue<double>(), b = right.GetValue<double>();
                return Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Abs(a)) ? null : Differ();
            default:
                return JsonNode.DeepEquals(expected, actual) ? null : Differ();
        }

        string Differ() => $"{path}: expected {Text(expected)}, actual {Text(actual)}";
    }

    private static bool BothNumbers(JsonValue left, JsonValue right) =>
        left.GetValueKind() == JsonValueKind.Number && right.GetValueKind() == JsonValueKind.Number;

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
}
