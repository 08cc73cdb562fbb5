namespace Mlem.Docker.Python.Yaml;

/// <summary>Python's <c>base64.decodebytes</c>: what is not in the alphabet is passed over, the end must be whole.</summary>
internal static class Base64Parser
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    public static byte[]? Parse(string text)
    {
        List<byte> bytes = new(text.Length * 3 / 4);
        int place = 0;
        int pads = 0;
        int bits = 0;
        foreach (char c in text)
        {
            if (c > 127) return null;
            if (c == '=')
            {
                if (place >= 2 && place + ++pads >= 4) return [.. bytes];
                continue;
            }

            int digit = Alphabet.IndexOf(c);
            if (digit < 0) continue;
            pads = 0;
            bits = (bits << 6) | digit;
            if (place > 0) bytes.Add((byte)(bits >> (6 - (2 * place))));
            place = (place + 1) % 4;
        }

        return place == 0 ? [.. bytes] : null;
    }
}
