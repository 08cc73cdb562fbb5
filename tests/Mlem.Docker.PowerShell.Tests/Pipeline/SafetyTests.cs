using System.Management.Automation;
using System.Reflection;
using Mlem.Docker.PowerShell.Pipeline;

namespace Mlem.Docker.PowerShell.Tests.Pipeline;

/// <summary>What changes something asks first, when it is asked to.</summary>
public sealed class SafetyTests
{
    // They make an object in memory, or ask a model.
    private static readonly string[] ChangeNothing = ["New-MlemDockerBuildArgs", "New-MlemDockerRegistry", "Invoke-MlemDockerContainer"];

    private static readonly string[] ReadingVerbs = ["Get", "Test", "Wait"];

    public static TheoryData<string, Type> Cmdlets { get; } = new(
        from type in typeof(AsyncCmdlet).Assembly.GetExportedTypes()
        let cmdlet = type.GetCustomAttribute<CmdletAttribute>()
        where cmdlet is not null
        select ($"{cmdlet.VerbName}-{cmdlet.NounName}", type));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_supports_WhatIf_exactly_when_it_changes_something(string name, Type type)
    {
        bool reads = ReadingVerbs.Contains(name.Split('-')[0]) || ChangeNothing.Contains(name);

        Assert.Equal(!reads, type.GetCustomAttribute<CmdletAttribute>()!.SupportsShouldProcess);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void What_cannot_be_had_again_is_asked_about_without_being_asked_to(string name, Type type)
    {
        CmdletAttribute cmdlet = type.GetCustomAttribute<CmdletAttribute>()!;
        ConfirmImpact expected = !cmdlet.SupportsShouldProcess ? ConfirmImpact.None
            : name is "Remove-MlemDockerImage" ? ConfirmImpact.High : ConfirmImpact.Medium;

        Assert.Equal(expected, cmdlet.ConfirmImpact);
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void A_cmdlet_that_changes_something_emits_it_or_has_PassThru(string name, Type type)
    {
        if (name.Split('-')[0] is "Remove" or "Stop" or "Connect")
            Assert.NotNull(type.GetProperty("PassThru"));
        Assert.NotEmpty(type.GetCustomAttributes<OutputTypeAttribute>());
    }
}
