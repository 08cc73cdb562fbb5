using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace Mlem.Docker.Tests.Hostile;

/// <summary>Models whose reading could cost more than it should; each is small enough to be sent in a pull request.</summary>
internal static class HostileModels
{
    private const int MiB = 1 << 20;

    public static readonly Dictionary<string, Func<string>> Texts = new()
    {
        ["40 requirements of 1 MiB of zeros each"] = () => Requirements(40, i => File($"f{i}", new string('a', MiB))),
        ["40 requirements of 60 MiB of zeros each"] = () => Bombs(40),
        ["a package of 100,000 files"] = () => Requirements(1, _ => Package("p", 100_000, i => $"p/f{i}.txt")),
        ["a package of 9,000 modules in folders"] = () => Requirements(1, _ => Package("p", 9_000, i => $"p/d{i}/m.py")),
        ["a file 100,000 folders deep"] = () => Requirements(1, _ => File(string.Concat(Enumerable.Repeat("a/", 100_000)) + "b.py", "x")),
        ["300 files in 300 folders each"] = () => Requirements(300, i => File($"{i}/" + string.Concat(Enumerable.Repeat("a/", 300)) + "b.py", "x")),
        ["a module of 100,000 names"] = () => Requirements(1, _ => Module(string.Join('.', Enumerable.Repeat("a", 100_000)))),
        ["a name of 4 MiB"] = () => Requirements(1, _ => "- module: " + new string('a', 4 * MiB)),
        ["100,000 packages"] = () => Requirements(100_000, i => $"- module: p{i}"),
        ["9,000 packages"] = () => Requirements(9_000, i => $"- module: p{i}\n  version: '{i}'"),
        ["9,000 packages with an index each"] = () => Requirements(9_000, i => $"- module: p{i}\n  extra_index: https://h{i}.example/simple"),
        ["9,000 modules"] = () => Requirements(9_000, i => Module($"m{i}.n")),
        ["9,000 unix packages"] = () => Requirements(9_000, i => $"- package_name: p{i}\n  type: unix"),
        ["9,000 conda packages"] = () => Requirements(9_000, i => $"- package_name: p{i}\n  type: conda"),
        ["a version of a million digits"] = () => Requirements(1, _ => "- module: a\n  version: '" + new string('1', MiB) + "'"),
        ["a scalar of 50 MB"] = () => $"params: {{a: {new string('a', 50 * MiB)}}}\nobject_type: model\n",
        ["a scalar of 5 MB"] = () => $"params: {{a: {new string('a', 5 * MiB)}}}\nobject_type: model\n",
        ["a quoted scalar of 5 MB of letters that are written escaped"] = () => $"params: {{a: \"{new string('\u00e9', 5 * MiB / 2)}\"}}\nobject_type: model\n",
        ["a number of a million digits"] = () => $"params: {{a: {new string('1', MiB)}}}\nobject_type: model\n",
        ["a number of a million sixties"] = () => $"params: {{a: 1{string.Concat(Enumerable.Repeat(":59", MiB / 3))}}}\nobject_type: model\n",
        ["a text of 1 MiB a thousand times"] = () => $"params:\n  a: &a '{new string('a', MiB)}'\n  b: [{string.Join(", ", Enumerable.Repeat("*a", 1000))}]\nobject_type: model\n",
        ["a billion laughs"] = () => Laughs("object_type: model\nparams:\n"),
        ["four million numbers"] = () => $"params: {{a: [{string.Concat(Enumerable.Repeat("1,", 4_000_000))}]}}\nobject_type: model\n",
        ["95,000 keys"] = () => $"params: {{{string.Join(", ", Enumerable.Range(0, 95_000).Select(i => $"k{i}: 1"))}}}\nobject_type: model\n",
        ["95,000 numbers as keys that fall into one place of a table"] = () =>
            $"params: {{{string.Join(", ", Enumerable.Range(0, 95_000).Select(i => $"{i * 7199369L}: 1"))}}}\nobject_type: model\n",
        ["90,000 unknown keys"] = () => $"object_type: model\n{string.Concat(Enumerable.Range(0, 90_000).Select(i => $"k{i}: 1\n"))}",
        ["9,000 methods"] = () => Methods(9_000),
        ["8,000 calls"] = () => "object_type: model\ncall_orders:\n" + string.Concat(Enumerable.Range(0, 8_000).Select(i => $"  c{i}: [[model, m{i}]]\n")) + Processor(8_000),
        ["9,000 artifacts that are one file"] = () => Artifacts(9_000),
        ["an artifact with a name of 1 MiB"] = () => $"artifacts:\n  data: {{hash: x, size: 1, uri: {new string('a', MiB)}}}\nobject_type: model\n",
        ["20,000 columns"] = () => "object_type: model\n" + Processor(1, $"{{type: dataframe, columns: [{Repeat("'c'", 20_000)}], dtypes: [{Repeat("int64", 20_000)}], index_cols: []}}"),
        ["types 400 deep"] = () => "object_type: model\n" + Processor(1, Nested(400)),
    };

    public static string Repeat(string text, int count) => string.Join(", ", Enumerable.Repeat(text, count));

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{type: list, dtype: ", depth)) + "{type: primitive, ptype: int}" + string.Concat(Enumerable.Repeat("}", depth));

    private static string Methods(int count) => "object_type: model\n" + Processor(count);

    private static string Processor(int methods, string type = "{type: primitive, ptype: int}") =>
        "processors:\n  model:\n    type: callable\n    methods:\n"
        + string.Concat(Enumerable.Range(0, methods).Select(i => $"      m{i}: {{name: m{i}, args: [{{name: data, type_: {type}}}], returns: {{type: primitive, ptype: int}}}}\n"));

    private static string Artifacts(int count) =>
        "artifacts:\n" + string.Concat(Enumerable.Range(0, count).Select(i => $"  a{i}: {{hash: x, size: 1, uri: one}}\n")) + "object_type: model\n";

    private static string Laughs(string head)
    {
        var text = new StringBuilder(head).Append("  a0: &a0 [x]\n");
        for (int i = 1; i < 12; i++)
            text.Append(CultureInfo.InvariantCulture, $"  a{i}: &a{i} [{Repeat($"*a{i - 1}", 10)}]\n");
        return text.ToString();
    }

    private static string Bombs(int count)
    {
        string bomb = Zip(new string('a', 60 * MiB));
        return Requirements(count, i => $"- name: f{i}\n  source64zip: {bomb}\n  type: file");
    }

    private static string Requirements(int count, Func<int, string> one) =>
        $"object_type: model\nrequirements:\n{string.Join('\n', Enumerable.Range(0, count).Select(one))}\n";

    private static string File(string name, string content) => $"- name: {name}\n  source64zip: {Zip(content)}\n  type: file";

    private static string Module(string name) => $"- name: {name}\n  module: m\n  source64zip: {Zip("x = 1")}\n  type: custom\n  is_package: false";

    private static string Package(string name, int files, Func<int, string> file)
    {
        string one = Zip("x = 1");
        string json = JsonSerializer.Serialize(Enumerable.Range(0, files).ToDictionary(file, _ => one));
        return $"- name: {name}\n  module: {name}\n  source64zip: {Zip(json)}\n  type: custom\n  is_package: true";
    }

    private static string Zip(string text)
    {
        using var zipped = new MemoryStream();
        using (var zlib = new ZLibStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(Encoding.UTF8.GetBytes(text));
        return Convert.ToBase64String(zipped.GetBuffer(), 0, (int)zipped.Length);
    }
}
