using System.Globalization;
using System.Numerics;
using Mlem.Docker.Metadata;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.Deployment;

/// <summary>
/// A value of <c>params</c>: MLEM keeps it as a string, so a list or a mapping is YAML or JSON in that string. Each
/// reading refuses what is not of its kind, and names the parameter.
/// </summary>
internal sealed class RunValue(string name, string text)
{
    private YamlValue? _parsed;

    public string Name => name;

    public string Text => text;

    public bool Flag() => Parsed is YamlBoolean flag ? flag.Value
        : text is "1" or "True" ? true
        : text is "0" or "False" ? false
        : throw Wrong(Messages.TrueOrFalse);

    public long Integer(long least = long.MinValue, long most = long.MaxValue) =>
        BigInteger.TryParse(text.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out BigInteger number)
            && number >= least && number <= most
            ? (long)number
            : throw Wrong(least == long.MinValue ? Messages.AWholeNumber : most == long.MaxValue
                ? Messages.FormatWholeNumberOfAtLeast(least) : Messages.FormatWholeNumberFromTo(least, most));

    /// <summary>Bytes: a number, with b, k, m, g or t for units of 1024.</summary>
    public long Size()
    {
        string digits = text.Trim().ToLowerInvariant();
        if (digits == "-1")
            return -1;
        long unit = 1;
        if (digits.Length > 1 && digits.EndsWith('b') && !char.IsAsciiDigit(digits[^2]))
            digits = digits[..^1];
        if (digits.Length > 1 && "bkmgt".IndexOf(digits[^1]) is var power and >= 0)
            (unit, digits) = (1L << (10 * power), digits[..^1]);
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            && number * unit <= long.MaxValue
            ? (long)(number * unit)
            : throw Wrong(Messages.SizeInBytesSuchAs512m);
    }

    public IList<string> Texts() => Parsed switch
    {
        YamlSequence list => [.. list.Items.Select(Scalar)],
        YamlString => [text],
        _ => throw Wrong(Messages.ListOfTextsSuchAsB),
    };

    /// <summary>A command: a list of its words, or one line that is split as a shell would.</summary>
    public IList<string> Command()
    {
        if (text.TrimStart().StartsWith('['))
            return Texts();
        return ShellWords.Split(text) ?? throw Wrong(Messages.CommandQuoteInItIsNot);
    }

    /// <summary>Names with values: a mapping, or a list of <c>name=value</c>.</summary>
    public IDictionary<string, string> Pairs(char separator = '=') => Parsed switch
    {
        YamlMapping map => map.Entries.ToDictionary(e => Scalar(e.Key), e => e.Value is YamlNull ? string.Empty : Scalar(e.Value)),
        YamlSequence list => list.Items.Select(Scalar).Select(i => i.Split(separator, 2))
            .GroupBy(p => p[0]).ToDictionary(g => g.Key, g => g.Last().Length > 1 ? g.Last()[1] : string.Empty),
        YamlString when text.Contains(separator) => new Dictionary<string, string>
        {
            [text.Split(separator, 2)[0]] = text.Split(separator, 2)[1],
        },
        _ => throw Wrong(Messages.MappingSuchAsNAMEValue),
    };

    /// <summary>Environment variables; one without a value takes the image's own away, as the Engine does it.</summary>
    public IList<string> Variables() => Parsed switch
    {
        YamlMapping map => [.. map.Entries.Select(e => e.Value is YamlNull ? Scalar(e.Key) : $"{Scalar(e.Key)}={Scalar(e.Value)}")],
        YamlSequence list => [.. list.Items.Select(Scalar)],
        _ => [.. Pairs().Select(p => $"{p.Key}={p.Value}")],
    };

    /// <summary>A mapping with fields, whose names count without case and underscores.</summary>
    public RunFields Fields() => Parsed is YamlMapping map ? new RunFields(this, map) : throw Wrong("a mapping");

    public IList<RunFields> FieldList() => Parsed is YamlSequence list && list.Items.All(i => i is YamlMapping)
        ? [.. list.Items.Select(i => new RunFields(this, (YamlMapping)i))]
        : throw Wrong(Messages.ListOfMappings);

    public IEnumerable<(string Key, YamlValue Value)> Entries() => Parsed is YamlMapping map
        ? map.Entries.Select(e => (Scalar(e.Key), e.Value)) : throw Wrong("a mapping");

    public bool IsMapping => Parsed is YamlMapping;

    public string Scalar(YamlValue value) => value switch
    {
        YamlString one => one.Value,
        YamlBoolean one => one.Value ? "true" : "false",
        YamlInteger one => one.Value.ToString(CultureInfo.InvariantCulture),
        YamlFloat one => one.Value.ToString(CultureInfo.InvariantCulture),
        _ => throw Wrong(Messages.PlainTextsAndNumbersInside),
    };

    public MlemException Wrong(string expected) => new(
        "RunParameterInvalid",
        MlemErrorCategory.InvalidArgument,
        Messages.FormatValueOfRunParameterCannotBe(name, expected),
        name,
        Messages.ValuesAreWrittenAsDockerPys);

    private YamlValue Parsed
    {
        get
        {
            try
            {
                return _parsed ??= MlemYaml.Read(text, $"params.{name}");
            }
            catch (MlemYamlException)
            {
                return _parsed = new YamlString(text);
            }
        }
    }
}
