using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Mlem.Docker.Engine.Tests.Testbed;

/// <summary>
/// Packs <c>tests/wheel</c> into a wheel (a zip with metadata, PEP 427), so that no Python is needed where the tests run.
/// The same sources give the same bytes.
/// </summary>
internal static class StandInWheel
{
    public const string FileName = "mlem-0.4.14-py3-none-any.whl";

    private const string Information = "mlem-0.4.14.dist-info";

    /// <summary>Writes the wheel into a folder and gives its path.</summary>
    public static string Write(string folder)
    {
        string path = Path.Combine(folder, FileName);
        var record = new StringBuilder();
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, content) in Files())
        {
            Add(zip, name, content);
            string hash = Convert.ToBase64String(SHA256.HashData(content)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            record.Append($"{name},sha256={hash},{content.Length}\n");
        }
        record.Append($"{Information}/RECORD,,\n");
        Add(zip, $"{Information}/RECORD", Encoding.UTF8.GetBytes(record.ToString()));
        return path;
    }

    private static IEnumerable<(string Name, byte[] Content)> Files()
    {
        string source = RepositoryRoot.Combine("tests", "wheel");
        foreach (string path in Directory.EnumerateFiles(source, "*.py", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            yield return (Path.GetRelativePath(source, path).Replace('\\', '/'), File.ReadAllBytes(path));
        // So that its server of queues has a broker, where a test asks for one.
        yield return ("mlem/broker.py", File.ReadAllBytes(RepositoryRoot.Combine("src", "Mlem.Docker", "Building", "Verification", "broker.py")));
        yield return ($"{Information}/METADATA", """
            Metadata-Version: 2.1
            Name: mlem
            Version: 0.4.14
            Summary: Stand-in for MLEM in the tests of Mlem.Docker; not MLEM
            Requires-Python: >=3.9
            Requires-Dist: PyYAML

            """u8.ToArray());
        yield return ($"{Information}/WHEEL", """
            Wheel-Version: 1.0
            Generator: tests of Mlem.Docker
            Root-Is-Purelib: true
            Tag: py3-none-any

            """u8.ToArray());
        yield return ($"{Information}/entry_points.txt", "[console_scripts]\nmlem = mlem.__main__:main\n"u8.ToArray());
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        entry.ExternalAttributes = Convert.ToInt32("100644", 8) << 16;
        using var stream = entry.Open();
        stream.Write(content);
    }
}
