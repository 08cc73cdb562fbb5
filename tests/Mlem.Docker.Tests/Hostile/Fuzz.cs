namespace Mlem.Docker.Tests.Hostile;

/// <summary>Texts damaged each in a way of its own, the same in every run, and who reads them.</summary>
internal static class Fuzz
{
    /// <summary>How many of them each reader gets.</summary>
    public const int Cases = 2000;

    private static readonly string[] Pieces =
    [
        "\0", "\\0", "\\ud83d", "\\udc00\\ud83d", "\u2028", "\u0085", "\ufeff", "\u001b[2J", "99999999999999999999999", "-1", "1e999", ".nan", "-.inf", "0x", "1_0",
        "null", "true", "[]", "{}", "[[", "}}", "'", "\"", ":", "::", "://", "http://[", "https://h:99999999999999999999999/", "file://%00/x", "file://h\\0/x", "file:///\\0",
        "http://\\ud800/", "ssh://-o", "//", "..", "%", "%zz", "%00", "*a", "&a", "!!binary x", "!!set", "!!timestamp x", "2001-99-99", "? ", "- ", "<<: *a", "~", "C:\\x",
        "\n", "\r", "\t", " ", "#", "@", "=", ",", ";", "$", "${X}", "\u212a", "\ud83d\ude00", "127.0.0.1::80", "80:99999999999999999999999/tcp", "1-999999999999", "\"a\":\"b\",\"a\":\"c\",", "\"Id\":\"y\",",
    ];

    public static void Run(string[] seeds, int seed, Action<string> read)
    {
        var random = new Random(seed);
        for (int i = 0; i < Cases; i++)
        {
            string text = Damaged(seeds[random.Next(seeds.Length)], random);
            try
            {
                Judged(() => read(text));
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType().Name}: {e.Message}\n{text}\n{e.StackTrace}");
            }
        }
    }

    /// <summary>What a person is told, and what the readers' callers turn into that.</summary>
    public static void Judged(Action read)
    {
        try
        {
            read();
        }
        catch (MlemException e)
        {
            IsTold(e);
        }
        catch (Exception e) when (e is IOException)
        {
            // A connection that is cut, or bytes that are no protocol: told by who asked.
        }
    }

    /// <summary>A whole question, of which only an error of ours may come.</summary>
    public static async Task JudgedAsync(Func<Task> ask, string answer)
    {
        try
        {
            await ask();
        }
        catch (MlemException e)
        {
            IsTold(e);
        }
        catch (Exception e)
        {
            Assert.Fail($"{e.GetType().Name}: {e.Message}\n{answer}\n{e.StackTrace}");
        }
    }

    /// <summary>A text of quotes takes the pieces as values, others as they are.</summary>
    public static string Damaged(string text, Random random)
    {
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            string piece = Pieces[random.Next(Pieces.Length)];
            int quote = text.IndexOf('"', random.Next(text.Length + 1));
            int end = quote < 0 ? -1 : text.IndexOf('"', quote + 1);
            int at = random.Next(text.Length + 1);
            text = random.Next(4) switch
            {
                0 or 1 when end > 0 => text[..(quote + 1)] + piece + (random.Next(2) == 0 ? text[(quote + 1)..] : text[end..]),
                2 => text.Remove(at, Math.Min(random.Next(6), text.Length - at)),
                _ => text.Insert(at, piece),
            };
        }

        return text;
    }

    private static void IsTold(MlemException e) => Assert.DoesNotContain(e.Message, c => char.IsControl(c) && c is not ('\n' or '\t'));
}
