using System.Globalization;
using Docker.DotNet.Models;
using Version = System.Version;

namespace Mlem.Docker.Deployment;

/// <summary>
/// The health check of a service. A swarm sends requests to a task, and counts an update as good, as soon as its process
/// runs; only with a health check it waits until the model is served. So a server of MLEM's gets one where its image has none.
/// </summary>
internal static class ServiceHealth
{
    private static readonly Version StartInterval = new(1, 44);

    /// <summary>A check that asks the server by what the image has: any HTTP status will do. Without a tool it says yes.</summary>
    public static HealthcheckConfig ByHttp(int port, Version? api)
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        string python = $"-c \"import http.client as h;c=h.HTTPConnection('127.0.0.1',{number},timeout=2);c.request('GET','/');c.getresponse()\"";
        string test = "for p in python3 python; do command -v $p >/dev/null 2>&1 && exec $p " + python + "; done; "
            + "has() { command -v $1 >/dev/null 2>&1; }; "
            + $"if has curl; then exec curl -s -m 2 -o /dev/null http://127.0.0.1:{number}/; fi; "
            + $"if has nc; then printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 2 127.0.0.1 {number} | grep -q HTTP/; "
            + $"elif has wget; then wget -S -T 2 -O /dev/null http://127.0.0.1:{number}/ 2>&1 | grep -q HTTP/; fi";
        return new HealthcheckConfig
        {
            Test = ["CMD-SHELL", test],
            Timeout = TimeSpan.FromSeconds(5),
            Interval = api is null || api >= StartInterval ? TimeSpan.FromSeconds(10) : TimeSpan.FromSeconds(2),
            StartPeriod = TimeSpan.FromMinutes(2),
            StartInterval = api is null || api >= StartInterval ? TimeSpan.FromMilliseconds(500) : null,
            Retries = 3,
        };
    }
}
