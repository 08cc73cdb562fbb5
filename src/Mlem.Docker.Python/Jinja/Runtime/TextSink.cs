using System.Text;
using Mlem.Docker.Python.Jinja.Objects;
using Mlem.Docker.Python.Values;

namespace Mlem.Docker.Python.Jinja.Runtime;

/// <summary>Collects output, up to the limit.</summary>
internal sealed class TextSink(Budget budget)
{
    private readonly StringBuilder _text = new();

    public void Write(string text)
    {
        if (_text.Length + (long)text.Length > budget.Limits.MaxOutputLength)
            throw PythonError.Limit(Messages.FormatTextTooLong(_text.Length + (long)text.Length));
        budget.Characters(text.Length);
        _text.Append(text);
    }

    /// <summary>What a call block or filter block gave: Jinja2 joins it as it is, so it must be text.</summary>
    public void WriteResult(object? result) => Write(PyTypes.AsText(result)
        ?? throw PythonError.Type($"expected str instance, {PyTypes.Name(result)} found"));

    public override string ToString() => _text.ToString();
}
