using System.Text;
using Mlem.Docker.Python.Sources;

namespace Mlem.Docker.Python.Tests.Sources;

/// <summary>What tokens tell of sources.</summary>
public sealed class PythonSourceTests
{
    // In each of these something was once looked for from its beginning again and again.
    [Theory]
    [InlineData("x = f\"\"\"{(", "a\n,", ")}\"\"\"\n")]
    [InlineData("x = 0", "1", "j\n")]
    [InlineData("x = f'{a}", "{a}", "'\n")]
    [InlineData("x = [", "'a', ", "]\n")]
    public async Task A_source_of_megabytes_takes_no_time(string begin, string again, string end)
    {
        byte[] source = Encoding.UTF8.GetBytes(begin + new StringBuilder().Insert(0, again, 4_000_000 / again.Length) + end);
        Task<SourceFault?> check = Task.Run(() => PythonSource.Check(source, 12, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Null(await check.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("x = 'a", SourceFaultKind.Unterminated)]
    [InlineData("x = \"\"\"a\n\n", SourceFaultKind.Unterminated)]
    [InlineData("x = f'{a'", SourceFaultKind.Unterminated)]
    [InlineData("x = (1,\n", SourceFaultKind.Bracket)]
    [InlineData("x = [1)\n", SourceFaultKind.Bracket)]
    [InlineData("x = 1)\n", SourceFaultKind.Bracket)]
    [InlineData("x = f'}'\n", SourceFaultKind.Bracket)]
    [InlineData("x = f'{}'\n", SourceFaultKind.Syntax)]
    [InlineData("def f():\nreturn 1\n", SourceFaultKind.Indentation)]
    [InlineData("def f():\n    a\n  b\n", SourceFaultKind.Indentation)]
    [InlineData("x = 1\n    y = 2\n", SourceFaultKind.Indentation)]
    [InlineData("if x:\n        a\n\tb\n", SourceFaultKind.Indentation)]
    [InlineData("class A:\n", SourceFaultKind.Indentation)]
    [InlineData("print 'a'\n", SourceFaultKind.Syntax)]
    [InlineData("exec code in x\n", SourceFaultKind.Syntax)]
    [InlineData("x = 0777\n", SourceFaultKind.Syntax)]
    [InlineData("x = 10L\n", SourceFaultKind.Syntax)]
    [InlineData("x = ur'a'\n", SourceFaultKind.Syntax)]
    [InlineData("x = `a`\n", SourceFaultKind.Syntax)]
    [InlineData("a <> b\n", SourceFaultKind.Syntax)]
    [InlineData("raise E, 'x'\n", SourceFaultKind.Syntax)]
    [InlineData("x = “a”\n", SourceFaultKind.Syntax)]
    [InlineData("x = \\ 1\n", SourceFaultKind.Syntax)]
    [InlineData("x = 1\0\n", SourceFaultKind.Encoding)]
    public void What_no_python_accepts_is_told(string source, SourceFaultKind kind)
    {
        Assert.Equal(kind, Check(source, 11)?.Kind);
        Assert.Equal(kind, Check(source, null)?.Kind);
    }

    [Theory]
    [InlineData("if (x := 1):\n    pass\n", 8)]
    [InlineData("def f(a, /, b): pass\n", 8)]
    [InlineData("f'{x=}'\n", 8)]
    [InlineData("@a[0].b\ndef f(): pass\n", 9)]
    [InlineData("with (open(a) as b, open(c) as d):\n    pass\n", 9)]
    [InlineData("match x:\n    case [1, *y] if y:\n        pass\n", 10)]
    [InlineData("try:\n    a\nexcept* E:\n    b\n", 11)]
    [InlineData("x[*a]\n", 11)]
    [InlineData("type X = int\n", 12)]
    [InlineData("def f[T](x: T) -> T: ...\n", 12)]
    [InlineData("class A[T]: ...\n", 12)]
    [InlineData("async def f[T](): ...\n", 12)]
    [InlineData("f'{x['a']}'\n", 12)]
    [InlineData("f'{'\\n'.join(x)}'\n", 12)]
    [InlineData("f\"{'\\n'.join(x)}\"\n", 12)]
    [InlineData("f'''{\nx # a\n}'''\n", 12)]
    [InlineData("try:\n    a\nexcept A, B:\n    b\n", 14)]
    [InlineData("t'{x}'\n", 14)]
    public void What_a_newer_python_accepts_is_told_with_its_version(string source, int since)
    {
        SourceFault? fault = Check(source, since - 1);
        Assert.Equal((SourceFaultKind.Newer, since), (fault?.Kind, fault?.Since ?? 0));
        Assert.Null(Check(source, since));
        Assert.Null(Check(source, null));
    }

    [Theory]
    [InlineData("match = 1\ncase = match\ntype = case\nmatch(x)\nmatch[x]\nprint(match, type)\n")]
    [InlineData("x = lambda match: match\nmatch: int = 1\n")]
    [InlineData("f'{x:{y}}' f\"{d['a']}\" rf'\\d{x!r:>10}' f'{{}}' f'{x != y}' f'{a[1:2]}' f'\\N{BULLET}' f'{x:=5}' f'{ {1: 2}[1] }'\n")]
    [InlineData("x = 1if y else 2\n")]
    [InlineData("#!/usr/bin/python\n# -*- coding: latin-1 -*-\nx = 1\n")]
    [InlineData("x = '''\n'\n\"'''\r\nif x:\r\n\ty = 1\r\n\r\nelse: z = 2\r\n")]
    [InlineData("naïve = ℘ = 変数 = 1\n")]
    [InlineData("\f\n\fdef f():\n  return (\n1\n)\n")]
    [InlineData("")]
    [InlineData("   \n# only a comment")]
    public void What_every_python_accepts_has_no_fault(string source) => Assert.Null(Check(source, 8));

    [Fact]
    public void A_thousand_levels_end_in_a_fault_and_not_the_process()
    {
        Assert.NotNull(Check(new string('(', 100_000), 11));
        Assert.NotNull(Check(string.Concat(Enumerable.Repeat("f'{", 100_000)), 11));
        Assert.NotNull(Check(string.Concat(Enumerable.Repeat("f'{x:{", 100_000)), 11));
    }

    [Fact]
    public async Task What_real_python_ships_and_accepts_has_no_fault()
    {
        Peers.Require("python", SourceOracle.WhyMissing);
        int minor = await SourceOracle.MinorAsync(TestContext.Current.CancellationToken);
        string[] files = [.. Directory.EnumerateFiles($"/usr/lib/python3.{minor}", "*.py", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        Assert.True(files.Length > 300, $"{files.Length}");
        var suspected = new List<(string File, SourceFault Fault, byte[] Content)>();
        foreach (string file in files)
        {
            byte[] content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            if (PythonSource.Check(content, minor, TestContext.Current.CancellationToken) is { } fault)
                suspected.Add((file, fault, content));
        }

        bool[] accepted = await SourceOracle.AskAsync([.. suspected.Select(s => s.Content)], TestContext.Current.CancellationToken);
        Assert.Empty(suspected.Where((_, i) => accepted[i]).Select(s => (s.File, s.Fault)));
    }

    [Fact]
    public async Task What_real_python_accepts_of_broken_sources_has_no_fault()
    {
        Peers.Require("python", SourceOracle.WhyMissing);
        int minor = await SourceOracle.MinorAsync(TestContext.Current.CancellationToken);
        string[] sources = [.. SourceMutations.Make(4000)];
        bool[] accepted = await SourceOracle.AskAsync([.. sources.Select(Encoding.UTF8.GetBytes)], TestContext.Current.CancellationToken);
        (string Source, SourceFault?)[] wrong = [.. sources.Where((_, i) => accepted[i]).Select(s => (s, Check(s, minor))).Where(s => s.Item2 is not null)];
        Assert.True(wrong.Length == 0, string.Join("\n----\n", wrong.Take(5)));
        int found = sources.Where((s, i) => !accepted[i] && Check(s, minor) is not null).Count();
        Assert.True(found > sources.Where((_, i) => !accepted[i]).Count() / 2, $"{found}");
    }

    private static SourceFault? Check(string source, int? minor) =>
        PythonSource.Check(Encoding.UTF8.GetBytes(source), minor, TestContext.Current.CancellationToken);
}
