using System.Collections;
using System.Management.Automation;

namespace Mlem.Docker.PowerShell.Tests.Input;

/// <summary>Values that no parameter is meant for, or only few.</summary>
internal static class BadValues
{
    public static IReadOnlyDictionary<string, object?> All { get; } = Make();

    /// <summary>Those that go wrong most often.</summary>
    public static IReadOnlyDictionary<string, object?> Few { get; } = All.Where(v => v.Key
        is "$null" or "''" or "' '" or "@()" or "@($null)" or "@{ nonsense = 1 }" or "a table within itself" or "-1" or "nonsense"
        or "a NUL" or "Env:" or "no/such/*").ToDictionary();

    private static Dictionary<string, object?> Make()
    {
        var circle = new Hashtable();
        circle["self"] = circle;
        return new Dictionary<string, object?>
        {
            ["$null"] = null,
            ["AutomationNull"] = System.Management.Automation.Internal.AutomationNull.Value,
            ["''"] = "",
            ["' '"] = " ",
            ["@()"] = Array.Empty<object>(),
            ["@($null)"] = new object?[] { null },
            ["@('a', $null)"] = new object?[] { "a", null },
            ["@('')"] = new object[] { "" },
            ["@(@(1), @(2))"] = new object[] { new object[] { 1 }, new object[] { 2 } },
            ["@{}"] = new Hashtable(),
            ["@{ nonsense = 1 }"] = new Hashtable { ["nonsense"] = 1 },
            ["@{ '' = '' }"] = new Hashtable { [""] = "" },
            ["@{ 1 = $null }"] = new Hashtable { [1] = null },
            ["@{ type = 'nonsense' }"] = new Hashtable { ["type"] = "nonsense" },
            ["@{ type = @{} }"] = new Hashtable { ["type"] = new Hashtable() },
            ["a table within itself"] = circle,
            ["[pscustomobject] @{}"] = new PSObject(),
            ["[pscustomobject] @{ Path = $null }"] = Object(("Path", null)),
            ["[pscustomobject] @{ Name = ''; Status = 7 }"] = Object(("Name", ""), ("Status", 7)),
            ["[pscustomobject] @{ Type = 1; Host = @() }"] = Object(("Type", 1), ("Host", Array.Empty<object>())),
            ["-1"] = -1,
            ["[int]::MaxValue"] = int.MaxValue,
            ["[long]::MinValue"] = long.MinValue,
            ["1e308"] = 1e308,
            ["[double]::NaN"] = double.NaN,
            ["$true"] = true,
            ["[datetime]::MinValue"] = DateTime.MinValue,
            ["[byte[]] (1, 2)"] = new byte[] { 1, 2 },
            ["{ throw 'x' }"] = ScriptBlock.Create("throw 'x'"),
            ["[guid]"] = typeof(Guid),
            ["[dbnull]"] = DBNull.Value,
            ["nonsense"] = "nonsense",
            ["a NUL"] = "a\0b",
            ["lines"] = "a\nb",
            ["an escape"] = "\u001b[2J",
            ["half a surrogate"] = "\ud800",
            ["long"] = new string('a', 70_000),
            ["Env:"] = @"Env:\PATH",
            ["Variable:"] = @"Variable:\x",
            ["Function:"] = @"Function:\*",
            ["a drive that is not there"] = @"NoSuchDrive:\x",
            ["no/such/*"] = "no/such/*",
            ["["] = "[",
            ["::"] = "::",
            ["/"] = "/",
            ["tcp://"] = "tcp://",
            ["ftp://x"] = "ftp://x",
        };
    }

    private static PSObject Object(params ReadOnlySpan<(string Name, object? Value)> properties)
    {
        var custom = new PSObject();
        foreach ((string name, object? value) in properties)
            custom.Properties.Add(new PSNoteProperty(name, value));
        return custom;
    }
}
