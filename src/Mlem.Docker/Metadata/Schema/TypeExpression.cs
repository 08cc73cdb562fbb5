using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Metadata.Schema;

/// <summary>
/// Reads the small type language of the catalogue files: <c>str</c>, <c>int? = 3</c>, <c>list[@requirement]</c>,
/// <c>dict[str, any]</c>, <c>str | @env</c>. <c>@name</c> is an abstraction, <c>#Name</c> an object of the catalogue.
/// </summary>
internal sealed class TypeExpression
{
    private readonly string _text;
    private readonly Func<string, SchemaType> _reference;
    private int _at;

    private TypeExpression(string text, Func<string, SchemaType> reference)
    {
        _text = text;
        _reference = reference;
    }

    /// <summary>Reads a field: its type and, after <c>=</c>, its default. An optional field's default is null.</summary>
    public static SchemaField Field(string name, string text, Func<string, SchemaType> reference)
    {
        int equals = text.IndexOf(" = ", StringComparison.Ordinal);
        SchemaType type = Parse(equals < 0 ? text : text[..equals], reference);
        YamlValue? standard = equals >= 0 ? MlemYaml.Read(text[(equals + 3)..]) : null;
        return new SchemaField(name, type, standard ?? (type is OptionalType ? new YamlNull() : null));
    }

    public static SchemaType Parse(string text, Func<string, SchemaType> reference)
    {
        var reader = new TypeExpression(text, reference);
        SchemaType type = reader.Union();
        return reader._at == text.Length
            ? type
            : throw new FormatException($"Type expression '{text}' has more than a type at {reader._at}.");
    }

    private SchemaType Union()
    {
        var choices = new List<SchemaType> { Optional() };
        while (Accept('|'))
            choices.Add(Optional());
        return choices.Count == 1 ? choices[0] : new UnionType(choices);
    }

    private SchemaType Optional()
    {
        SchemaType type = Single();
        return Accept('?') ? new OptionalType(type) : type;
    }

    private SchemaType Single()
    {
        string word = Word();
        return word switch
        {
            "str" => new TextType(),
            "int" => new IntegerType(),
            "float" => new FloatType(),
            "bool" => new BooleanType(),
            "any" => new AnyType(),
            "list" => new ListType(Arguments()[0]),
            "tuple" => new TupleType(Arguments()),
            "dict" when Arguments() is [var key, var value] => new DictionaryType(key, value),
            "(" => Group(),
            _ => _reference(word),
        };
    }

    private SchemaType Group()
    {
        SchemaType type = Union();
        return Accept(')') ? type : throw new FormatException($"Type expression '{_text}' lacks ')' at {_at}.");
    }

    private List<SchemaType> Arguments()
    {
        var types = new List<SchemaType>();
        char end = '[';
        while (Accept(end))
        {
            types.Add(Union());
            end = ',';
        }

        return Accept(']') ? types : throw new FormatException($"Type expression '{_text}' lacks ']' at {_at}.");
    }

    private string Word()
    {
        SkipSpace();
        int start = _at;
        if (Accept('('))
            return "(";
        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '_' or '@' or '#'))
            _at++;
        return _text[start.._at];
    }

    private bool Accept(char c)
    {
        SkipSpace();
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        SkipSpace();
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
    }
}
