using System.Diagnostics;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Benchmarks;

/// <summary>Reads a file as YAML again and again in one process, as peers/yaml_load.py does.</summary>
internal static class WarmYaml
{
    private const int Rounds = 220;
    private const int WarmUp = 200;

    public static double MedianSeconds(string file)
    {
        byte[] data = File.ReadAllBytes(file);
        var times = new List<double>();
        for (int i = 0; i < Rounds; i++)
        {
            long start = Stopwatch.GetTimestamp();
            YamlReader.Read(data);
            if (i >= WarmUp)
                times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        times.Sort();
        return times[times.Count / 2];
    }
}
