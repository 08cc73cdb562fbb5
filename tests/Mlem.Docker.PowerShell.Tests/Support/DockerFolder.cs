using System.Security.Cryptography;
using System.Text;

namespace Mlem.Docker.PowerShell.Tests.Support;

/// <summary>A folder as docker's CLI keeps one: contexts, and registries with logins.</summary>
internal static class DockerFolder
{
    public static void Write(string folder, params ReadOnlySpan<(string Name, string Host)> contexts)
    {
        foreach ((string name, string host) in contexts)
        {
            string id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(name))).ToLowerInvariant();
            string context = Directory.CreateDirectory(Path.Combine(folder, "contexts", "meta", id)).FullName;
            File.WriteAllText(
                Path.Combine(context, "meta.json"),
                $$$"""
                {"Name":"{{{name}}}","Endpoints":
                  {"docker":{"Host":"{{{host}}}"}
                  }}
                """);
        }

        File.WriteAllText(Path.Combine(folder, "config.json"), """{"auths":{"reg.example:5000":{"auth":"bWU6c2VjcmV0"}},"credHelpers":{"ecr.example":"x"}}""");
    }
}
