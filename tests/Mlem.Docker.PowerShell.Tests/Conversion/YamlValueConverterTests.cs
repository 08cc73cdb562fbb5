using System.Management.Automation;
using System.Numerics;
using Mlem.Docker.PowerShell.Conversion;
using Mlem.Docker.PowerShell.Tests.Support;
using Mlem.Docker.Python.Yaml;

namespace Mlem.Docker.PowerShell.Tests.Conversion;

public sealed class YamlValueConverterTests : IDisposable
{
    private readonly Session _session = new(import: false);

    public static TheoryData<string, YamlValue> Scalars => new()
    {
        { "$null", new YamlNull() },
        { "[System.Management.Automation.Internal.AutomationNull]::Value", new YamlNull() },
        { "'text'", new YamlString("text") },
        { "[char]'c'", new YamlString("c") },
        { "$true", new YamlBoolean(true) },
        { "[switch]$true", new YamlBoolean(true) },
        { "8080", new YamlInteger(8080) },
        { "[byte]7", new YamlInteger(7) },
        { "[ulong]::MaxValue", new YamlInteger(ulong.MaxValue) },
        { "[bigint]::Pow(10, 30)", new YamlInteger(BigInteger.Pow(10, 30)) },
        { "1.5", new YamlFloat(1.5) },
        { "[float]0.1", new YamlFloat(0.1) },
        { "0.1d", new YamlFloat(0.1) },
        { "[System.DayOfWeek]::Monday", new YamlString("Monday") },
        { "[version]'1.2.3'", new YamlString("1.2.3") },
        { "[uri]'http://a/b c'", new YamlString("http://a/b c") },
        { "[System.IO.FileInfo]::new('/tmp/x')", new YamlString("/tmp/x") },
    };

    public void Dispose() => _session.Dispose();

    [Theory]
    [MemberData(nameof(Scalars), DisableDiscoveryEnumeration = true)]
    public void A_scalar_becomes_its_Python_counterpart(string script, YamlValue expected) =>
        Assert.Equal(expected, Convert(script));

    [Fact]
    public void Tables_and_objects_become_mappings_and_lists_sequences()
    {
        YamlValue expected = Map(("a", new YamlInteger(1)), ("list", new YamlSequence([new YamlString("x"), new YamlNull()])));

        Assert.Equal(expected, Convert("@{ a = 1; list = 'x', $null }"));
        Assert.Equal(expected, Convert("[ordered]@{ a = 1; list = 'x', $null }"));
        Assert.Equal(expected, Convert("[pscustomobject]@{ a = 1; list = @('x', $null) }"));
        Assert.Equal(new YamlSequence([]), Convert(", @()"));
    }

    [Fact]
    public void An_ordered_table_keeps_its_order_and_a_plain_one_is_sorted()
    {
        Assert.Equal(["z", "a", "m"], Keys("[ordered]@{ z = 1; a = 2; m = 3 }"));
        Assert.Equal(["z", "a", "m"], Keys("[pscustomobject]@{ z = 1; a = 2; m = 3 }"));
        Assert.Equal(["a", "m", "z"], Keys("@{ z = 1; a = 2; m = 3 }"));
    }

    [Fact]
    public void Keys_keep_their_types()
    {
        var mapping = (YamlMapping)Convert("[ordered]@{ 80 = 'a'; 'x' = 'b' }");
        Assert.Equal([new YamlInteger(80), new YamlString("x")], mapping.Entries.Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("@{ a = @{ b = 1, [datetime]::Now } }", "ValueNotConvertible", "Server.a.b[1]")]
    [InlineData("@{ a = { 1 } }", "ValueNotConvertible", "Server.a")]
    [InlineData("@{ a = [byte[]](1, 2) }", "ValueNotConvertible", "Server.a")]
    [InlineData("@{ a = [securestring]::new() }", "ValueNotConvertible", "Server.a")]
    [InlineData("@{ a = [System.Text.StringBuilder]::new('x') }", "ValueNotConvertible", "Server.a")]
    [InlineData("@{ [datetime]::Now = 1 }", "ValueNotConvertible", "Server")]
    [InlineData("@{ [System.DayOfWeek]::Monday = 1; 'Monday' = 2 }", "DuplicateKey", "Server")]
    public void What_YAML_has_no_plain_form_for_is_refused_with_its_place(string script, string id, string target)
    {
        MlemException error = Assert.Throws<MlemException>(() => Convert(script));
        Assert.Equal((id, target), (error.ErrorId, error.Target));
        Assert.Contains(target, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_that_contains_itself_is_refused()
    {
        MlemException error = Assert.Throws<MlemException>(() => Convert("$a = @{}; $a.self = $a; $a"));
        Assert.Equal("ValueTooDeep", error.ErrorId);
    }

    private static YamlMapping Map(params (string Key, YamlValue Value)[] entries) =>
        new([.. entries.Select(e => KeyValuePair.Create<YamlValue, YamlValue>(new YamlString(e.Key), e.Value))]);

    private IEnumerable<string> Keys(string script) =>
        ((YamlMapping)Convert(script)).Entries.Select(entry => ((YamlString)entry.Key).Value);

    private YamlValue Convert(string script)
    {
        using System.Management.Automation.PowerShell shell = _session.Create();
        object? value = shell.AddScript(script).Invoke() is [PSObject only] ? only : null;
        return YamlValueConverter.Convert(value, "Server");
    }
}
