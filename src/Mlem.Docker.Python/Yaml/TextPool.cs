namespace Mlem.Docker.Python.Yaml;

/// <summary>Gives equal short texts of one document the same string: metafiles repeat a few words thousands of times.</summary>
internal sealed class TextPool
{
    private const int Size = 1024;
    private const int LongestPooled = 32;

    private readonly string?[] _slots = new string?[Size];

    public string Get(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty) return string.Empty;
        if (text.Length > LongestPooled) return text.ToString();
        uint hash = (uint)text.Length;
        foreach (char c in text) hash = (hash * 31) + c;
        ref string? slot = ref _slots[(hash ^ (hash >> 10)) % Size];
        if (slot is not null && text.SequenceEqual(slot)) return slot;
        return slot = text.ToString();
    }
}
