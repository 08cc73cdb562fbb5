using System.Text.Json;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Host;

/// <summary>How words of a command line become PowerShell values: seen by a script that prints what it got.</summary>
public sealed class ArgumentTests : IDisposable
{
    private const string Script = """
        param($Value, [switch] $Switch, [string] $Text, [Parameter(ValueFromRemainingArguments)] $Rest)
        foreach ($name in 'Value', 'Switch', 'Text', 'Rest') {
            if ($PSBoundParameters.ContainsKey($name)) {
                $bound = $PSBoundParameters[$name]
                $type = if ($null -eq $bound) { 'null' } else { $bound.GetType().Name }
                [pscustomobject]@{ Name = $name; Type = $type; Value = $bound }
            }
        }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("mlem-host-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_word_is_a_literal_of_the_listed_kinds_or_the_text_it_is()
    {
        (string Word, string Type, string Json)[] cases =
        [
            ("fastapi", "String", "\"fastapi\""),
            ("3.10", "String", "\"3.10\""),
            ("a b", "String", "\"a b\""),
            (@"C:\x y", "String", """ "C:\\x y" """),
            ("it's", "String", "\"it's\""),
            ("", "String", "\"\""),
            ("a;b|c&d>e", "String", "\"a;b|c&d>e\""),
            ("echo a, b", "String", "\"echo a, b\""),
            ("$HOME/x", "String", "\"$HOME/x\""),
            ("$(exit 9)", "String", "\"$(exit 9)\""),
            ("(1+1)", "String", "\"(1+1)\""),
            ("#x", "String", "\"#x\""),
            ("two\nlines", "String", """ "two\nlines" """),
            ("-5", "String", "\"-5\""),
            ("""{"port": 8080, "x": [1]}""", "String", """ "{\"port\": 8080, \"x\": [1]}" """),
            ("a,b", "Object[]", """["a","b"]"""),
            ("3.10,$null,'x y'", "Object[]", """["3.10",null,"x y"]"""),
            ("'a,b'", "String", "\"a,b\""),
            ("\"q\"", "String", "\"q\""),
            ("$null", "null", "null"),
            ("$true", "Boolean", "true"),
            ("$False", "Boolean", "false"),
            ("@(1, 'b')", "Object[]", """[1,"b"]"""),
            ("@{ port = 8080 }", "Hashtable", """{"port":8080}"""),
            ("@{ a = @{ b = 1, 2.5 } }", "Hashtable", """{"a":{"b":[1,2.5]}}"""),
            ("{ param($v) $v }", "ScriptBlock", "\" param($v) $v \""),
        ];

        // A process is slow to start, so one takes many words.
        string[] words = [.. cases.Select(c => c.Word)];
        HostResult[] results = await Task.WhenAll(words.Chunk(13).Select(async chunk =>
        {
            string file = Path.Combine(_folder, Guid.NewGuid() + ".ps1");
            string parameters = string.Join(", ", chunk.Select((_, i) => $"$P{i}"));
            string prints = string.Join("\n", chunk.Select((_, i) =>
                $"[pscustomobject]@{{ Type = if ($null -eq $P{i}) {{ 'null' }} else {{ $P{i}.GetType().Name }}; Value = $P{i} }}"));
            await File.WriteAllTextAsync(file, $"param({parameters})\n{prints}");
            return await HostProcess.RunAsync(
                ["-OutputFormat", "Json", "-File", file, .. chunk.SelectMany((word, i) => new[] { $"-P{i}", word })]);
        }));

        Assert.All(results, result => Assert.Equal((0, ""), (result.ExitCode, result.Error)));
        string[] lines = [.. results.SelectMany(result => result.Lines)];
        Assert.Equal(cases.Length, lines.Length);
        for (int i = 0; i < lines.Length; i++)
        {
            JsonElement got = JsonDocument.Parse(lines[i]).RootElement;
            Assert.Equal((cases[i].Word, cases[i].Type), (cases[i].Word, got.GetProperty("Type").GetString()));
            Assert.True(
                JsonElement.DeepEquals(JsonDocument.Parse(cases[i].Json).RootElement, got.GetProperty("Value")),
                $"{cases[i].Word} became {lines[i]}");
        }
    }

    [Theory]
    [InlineData("Switch=True|Text=\"x\"", "-Value", "v", "-Switch", "x")]
    [InlineData("Switch=False", "-Value", "v", "-Switch:$false")]
    [InlineData("Text=\"-x\"", "-Value", "v", "-Text:-x")]
    [InlineData("Text=\"-Switch\"", "-Value", "v", "--", "-Switch")]
    [InlineData("Text=\"p q\"", "v", "-Te", "p q")]
    public async Task Parameters_bind_as_on_PowerShells_own_command_line(string expected, params string[] words)
    {
        string file = Path.Combine(_folder, "script.ps1");
        await File.WriteAllTextAsync(file, Script, TestContext.Current.CancellationToken);

        HostResult result = await HostProcess.RunAsync(["-OutputFormat", "Json", "-File", file, .. words]);

        Assert.Equal("", result.Error);
        IEnumerable<string> got = result.Lines.Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("Name").GetString() != "Value")
            .Select(line => $"{line.GetProperty("Name")}={Text(line)}");
        Assert.Equal(expected, string.Join('|', got));
    }

    [Theory]
    [InlineData("@{ a = Get-Module }")]
    [InlineData("@{ a = ")]
    [InlineData("@($x)")]
    public async Task A_table_that_is_no_literal_is_refused_and_nothing_runs(string word)
    {
        HostResult result = await HostProcess.RunAsync("Get-Module", "-Name", word);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("not a literal", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    private static string Text(JsonElement line) =>
        line.GetProperty("Type").GetString() == "SwitchParameter"
            ? line.GetProperty("Value").GetBoolean().ToString()
            : line.GetProperty("Value").GetRawText();
}
