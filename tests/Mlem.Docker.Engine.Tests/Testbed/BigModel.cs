using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>A model in a folder of its own, with a large and a small artifact side by side.</summary>
internal sealed partial class BigModel : IDisposable
{
    public const int LargeSize = 3_000_000;

    private readonly TemporaryFolder _folder = new();

    public BigModel(int seed = 1)
    {
        byte[] large = new byte[LargeSize];
        new Random(seed).NextBytes(large);
        Directory.CreateDirectory(_folder.Combine("big"));
        File.WriteAllBytes(Large, large);
        File.WriteAllText(_folder.Combine("big", "small"), "a few bytes");
        string iris = File.ReadAllText(RepositoryRoot.Combine("examples", "iris", "iris.mlem"));
        string artifacts = string.Concat(new[] { "large", "small" }.Select(Describe));
        File.WriteAllText(Path + ".mlem", Artifacts().Replace(iris, $"artifacts:\n{artifacts}"));
    }

    public string Folder => _folder.Path;

    public string Path => _folder.Combine("big");

    public string Large => _folder.Combine("big", "large");

    /// <summary>A template for the Dockerfile that needs no network.</summary>
    public string Templates
    {
        get
        {
            File.WriteAllText(_folder.Combine("dockerfile.j2"), """
                FROM {{ base_image }}
                WORKDIR /app{% for image in weights | default([]) %}
                COPY --from={{ image }} / /{% endfor %}
                COPY requirements.txt .
                COPY . ./

                """);
            return _folder.Path;
        }
    }

    public void Dispose() => _folder.Dispose();

    private string Describe(string name)
    {
        byte[] content = File.ReadAllBytes(_folder.Combine("big", name));
        return $"  {name}:\n    hash: {Convert.ToHexString(MD5.HashData(content)).ToLowerInvariant()}\n    size: {content.Length}\n    uri: big/{name}\n";
    }

    [GeneratedRegex(@"artifacts:\n(?:  .*\n)*")]
    private static partial Regex Artifacts();
}
