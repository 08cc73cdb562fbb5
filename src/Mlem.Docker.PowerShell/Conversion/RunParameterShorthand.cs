using System.Collections;
using System.Globalization;

namespace Mlem.Docker.PowerShell.Conversion;

/// <summary>Short forms of run parameters that docker-py takes as mappings, as the docker command writes them.</summary>
internal static class RunParameterShorthand
{
    /// <summary><c>all</c>, a number, or ids: docker's <c>--gpus</c>.</summary>
    public static object? Gpus(string? text)
    {
        if (text is null)
            return null;
        var request = new Hashtable { ["capabilities"] = new object[] { new[] { "gpu" } } };
        if (text.Equals("all", StringComparison.OrdinalIgnoreCase))
            request["count"] = -1;
        else if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count))
            request["count"] = count;
        else
            request["device_ids"] = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new object[] { request };
    }

    /// <summary><c>on-failure:5</c>: docker's <c>--restart</c>. What is no policy is for the check of all parameters to say.</summary>
    public static object? RestartPolicy(string? text)
    {
        if (text is null)
            return null;
        string[] parts = text.Split(':', 2);
        var policy = new Hashtable { ["Name"] = parts[0] };
        if (parts.Length > 1)
            policy["MaximumRetryCount"] = parts[1];
        return policy;
    }
}
