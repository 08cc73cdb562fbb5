namespace Mlem.Docker.Python.Tests.Sources;

/// <summary>Lines of Python, with something taken out, doubled or put in; the same at every run.</summary>
internal static class SourceMutations
{
    private static readonly string[] Lines =
    [
        "def f(a, /, b=1, *c, d, **e) -> int:\n    return a if b else [*c]\n", "class A(B, metaclass=C):\n    x: int = 1\n    def g(self): return self.x\n",
        "x = f'{a!r:>{w}} {b[\"k\"]:%Y} {{c}}' 'tail'\n", "with open(a) as b, open(c) as d:\n    pass\n", "@a.b(c)\nasync def h():\n    await x\n",
        "match x:\n    case {'a': [1, 2]}:\n        y = 1\n    case _:\n        pass\n", "x = {k: v for k, v in y.items() if k not in z}\n",
        "try:\n    a()\nexcept (A, B) as e:\n    raise C from e\nfinally:\n    del a\n", "lambda x, *y: (yield)\n", "x = 0x1f + 1_0.5e-3j ** ~2 // 3 @ m\n",
        "if a: b; c\nelif d: pass\nelse:\n\te = '''x\ny'''\n", "s = rb'\\x' + br\"\" + u'ä' + R'''\n'''\n", "assert x, 'm'\nimport a.b as c, d\nfrom . import (e,\n  f)\n",
        "x = a[1:2, ..., None] = b = not c is not d\n", "print(a, *b, sep='', **c)\nwhile True: break\n", "f\"{x!s:{'>'}{10}}\" f'''{\na\n}'''\n",
    ];

    private static readonly string[] Pieces = ["(", ")", "[", "]", "{", "}", "'", "\"", ":", ",", " ", "\n", "\t", "\\", "#", "=", "!", "*", "f'", "'''", " x", " 1", "if ", "\n  "];

    public static IEnumerable<string> Make(int count)
    {
        var random = new Random(20);
        for (int i = 0; i < count; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(_ => Lines[random.Next(Lines.Length)]));
            for (int j = random.Next(1, 3); j > 0; j--)
            {
                int at = random.Next(text.Length);
                text = random.Next(3) switch
                {
                    0 => text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at)),
                    1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                    _ => text.Insert(at, text.Substring(random.Next(text.Length / 2), random.Next(1, text.Length / 2))),
                };
                if (text.Length < 2)
                    text = "x\n\n";
            }

            yield return text;
        }
    }
}
