using System.Text;
using System.Text.Json;
using Mlem.Docker.Requirements;
using Xunit;

namespace Mlem.Docker.Tests.Requirements.Pip;

public sealed class ConstraintReaderTests : IDisposable
{
    // pip's parser lets these pass and the install then fails; here they are refused at once.
    private static readonly string[] RefusedEarlier = ["six@1.0", "six @ nourl", "six===", "six_==1"];

    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_read_as_pip_reads_it()
    {
        JsonElement golden = PipGolden.Read("pip", "lines.json");
        JsonElement variables = golden.GetProperty("variables");
        _folder.Write("nested.txt", "# n\nnested-pkg<3\n");
        _folder.Write("sub/deep.txt", "deep-pkg==1\n-c ../nested.txt\n");
        _folder.Write("self.txt", "-c self.txt\n");
        ConstraintReader reader = new(
            _folder.Path, variable: name => variables.TryGetProperty(name, out JsonElement value) ? value.GetString() : null);
        foreach (JsonElement @case in golden.GetProperty("cases").EnumerateArray())
        {
            string text = @case.GetProperty("text").GetString()!;
            string path = _folder.Write("c.txt", text);
            if (@case.TryGetProperty("error", out JsonElement error) || RefusedEarlier.Contains(text))
            {
                MlemException refused = await Assert.ThrowsAsync<MlemException>(() => reader.ReadAsync([path], Cancel));
                Assert.Equal(text == "-c missing.txt" ? "ConstraintFileNotFound" : "ConstraintInvalid", refused.ErrorId);
                Assert.Contains(", line 1", refused.Message, StringComparison.Ordinal);
                continue;
            }
            ConstraintSet set = await reader.ReadAsync([path], Cancel);
            Assert.Equal(
                @case.GetProperty("lines").EnumerateArray().Select(Describe),
                set.Constraints.Select(Describe));
        }
    }

    [Fact]
    public async Task Lines_and_paths_may_be_mixed_and_each_constraint_knows_where_it_comes_from()
    {
        string path = _folder.Write("bounds.txt", "\n# why\nnumpy<2\n");
        ConstraintSet set = await Read("six==1.16.0", path, "pandas<3", "bounds.txt");
        Assert.Equal(
            ["six: -Constraint, item 1", $"numpy: {path}, line 3", "pandas: -Constraint, item 3", $"numpy: {path}, line 3"],
            set.Constraints.Select(c => $"{c.Package}: {c.Origin}"));
    }

    [Fact]
    public async Task The_lines_of_a_file_may_be_given_as_items()
    {
        ConstraintSet set = await Read("# mine", "", "numpy>=1,\\", "<2  # both", "   ", "six==1\npika<2");
        Assert.Equal(
            ["numpy: -Constraint, item 3", "six: -Constraint, item 6", "pika: -Constraint, item 6"],
            set.Constraints.Select(c => $"{c.Package}: {c.Origin}"));
        Assert.Equal("numpy>=1,<2", set.Constraints[0].Text);
    }

    [Fact]
    public async Task An_existing_file_is_a_path_even_when_its_name_could_be_a_package()
    {
        _folder.Write("numpy", "six==1");
        Assert.Equal("six", Assert.Single((await Read("numpy")).Constraints).Package);
    }

    [Theory]
    [InlineData("missing.txt")]
    [InlineData("some/folder/bounds")]
    [InlineData("./bounds")]
    [InlineData("requirements.in")]
    public async Task A_path_without_a_file_is_said_to_be_missing(string item)
    {
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => Read("six==1", item));
        Assert.Equal("ConstraintFileNotFound", error.ErrorId);
        Assert.Contains(Path.GetFullPath(item, _folder.Path), error.Message, StringComparison.Ordinal);
        Assert.Contains("-Constraint, item 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_constraints_file()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "pins"));
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => Read("./pins"));
        Assert.Equal("ConstraintFileNotFound", error.ErrorId);
        Assert.Contains("folder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A })]
    [InlineData(new byte[] { 0x73, 0x69, 0x78, 0x00, 0x01 })]
    [InlineData(new byte[] { 0x73, 0xE9, 0x78 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x00, 0xD8 })]
    public async Task A_binary_file_is_no_text(byte[] bytes)
    {
        string path = _folder.Write("bounds.txt", bytes);
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => Read(path));
        Assert.Equal("ConstraintFileNotText", error.ErrorId);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encodings_that_pip_recognises_are_read()
    {
        string text = "# é\nsix==1\r\n";
        _folder.Write("utf8.txt", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]);
        _folder.Write("utf16.txt", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]);
        _folder.Write("utf16be.txt", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]);
        _folder.Write("latin.txt", Encoding.Latin1.GetBytes("# -*- coding: latin-1 -*-\n" + text));
        ConstraintSet set = await Read("utf8.txt", "utf16.txt", "utf16be.txt", "latin.txt");
        Assert.Equal(["six==1", "six==1", "six==1", "six==1"], set.Constraints.Select(c => c.Text));
    }

    [Fact]
    public async Task Files_that_name_each_other_are_refused()
    {
        _folder.Write("a.txt", "-c b.txt\n");
        _folder.Write("b.txt", "six\n-r a.txt\n");
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => Read("a.txt"));
        Assert.Equal("ConstraintInvalid", error.ErrorId);
        Assert.Contains("b.txt, line 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_lines_are_kept_as_they_are_written()
    {
        ConstraintSet set = await Read("--extra-index-url https://${TOKEN}@e.org/simple", "-c https://e.org/c.txt", "six==1");
        Assert.Equal(["--extra-index-url https://${TOKEN}@e.org/simple", "-c https://e.org/c.txt"], set.Options.Select(o => o.Text));
        Assert.DoesNotContain("secret", set.Render()!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("six @ https://${TOKEN}@e.org/a b")]
    [InlineData("six==${TOKEN}")]
    [InlineData("six @ https://user:secret@e.org/a b")]
    public async Task No_error_shows_a_secret(string line)
    {
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => Read(line));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_URL_keeps_its_variable_so_that_no_secret_is_written()
    {
        ConstraintSet set = await Read("six @ https://${TOKEN}@e.org/six.zip");
        Assert.EndsWith("six @ https://${TOKEN}@e.org/six.zip\n", set.Render(), StringComparison.Ordinal);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string Describe(JsonElement line)
    {
        IEnumerable<string> clauses = line.GetProperty("url").ValueKind == JsonValueKind.Null
            ? line.GetProperty("specifier").Strings()
            : [line.GetProperty("url").GetString()!];
        return $"{line.GetProperty("package").GetString()} {string.Join(' ', clauses)} {line.GetProperty("marker").GetBoolean()} "
            + $"{line.GetProperty("file").GetString()}:{line.GetProperty("line").GetInt32()}";
    }

    private static string Describe(Constraint constraint)
    {
        PipRequirement requirement = constraint.Requirement;
        IEnumerable<string> clauses = requirement.Url is null
            ? requirement.Specifiers.Clauses.Select(c => c.ToString()).Order(StringComparer.Ordinal)
            : [requirement.Url];
        return $"{constraint.Package} {string.Join(' ', clauses)} {requirement.Marker is not null} "
            + $"{Path.GetFileName(constraint.Origin.Name)}:{constraint.Origin.Number}";
    }

    private Task<ConstraintSet> Read(params string[] items) =>
        new ConstraintReader(_folder.Path, variable: name => name == "TOKEN" ? "secret" : null).ReadAsync(items, Cancel);
}
