using System.Globalization;
using System.Text;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>
/// The way from the top of a document to a value, as people write it: <c>requirements[3].version</c>.
/// A linked list, so that walking down a large document allocates little and the text is made only for an error.
/// </summary>
internal sealed class KeyPath
{
    private readonly KeyPath? _parent;
    private readonly string? _key;
    private readonly int _index;

    private KeyPath(KeyPath? parent, string? key, int index)
    {
        _parent = parent;
        _key = key;
        _index = index;
    }

    /// <summary>The document itself.</summary>
    public static KeyPath Root { get; } = new(null, null, 0);

    /// <summary>Whether what stands there may be secret.</summary>
    public bool IsSecret => _key is not null && ConcealedFields.Names.Contains(_key) || _parent?.IsSecret == true;

    public KeyPath Key(string key) => new(this, key, 0);

    public KeyPath Index(int index) => new(this, null, index);

    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text);
        return text.ToString();
    }

    private void Append(StringBuilder text)
    {
        if (_parent is null)
            return;
        _parent.Append(text);
        if (_key is null)
            text.Append('[').Append(_index.ToString(CultureInfo.InvariantCulture)).Append(']');
        else
            text.Append(text.Length == 0 ? string.Empty : ".").Append(_key);
    }
}
