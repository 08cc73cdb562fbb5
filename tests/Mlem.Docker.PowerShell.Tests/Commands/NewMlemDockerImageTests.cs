using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Commands;

/// <summary>When an image's cmdlet reaches the Engine: while it describes the context, but not where nothing is to be done.</summary>
public sealed class NewMlemDockerImageTests
{
    private static readonly string Model = Path.Combine(BuiltModule.RepositoryRoot, "examples", "iris", "iris");

    [Theory]
    [InlineData("", "-WhatIf")]
    [InlineData("$WhatIfPreference = $true;", "")]
    public async Task An_Engine_is_not_asked_what_WhatIf_would_do(string before, string parameter)
    {
        using var engine = new FakeEngine();

        ScriptRun result = await ScriptRun.ShowAsync($"{before} New-MlemDockerImage '{Model}' -Server fastapi -DaemonHost {engine.Address} {parameter}", TestContext.Current.CancellationToken);

        Assert.Contains("FROM python:", result.Shown + result.Error, StringComparison.Ordinal);
        Assert.False(result.Failed);
        Assert.Empty(engine.Questions);
    }

    [Fact]
    public async Task An_Engine_that_is_reached_early_is_asked_no_more_than_whether_it_is_there()
    {
        using var engine = new FakeEngine();

        ScriptRun result = await ScriptRun.ShowAsync($"New-MlemDockerImage '{Model}' -Server fastapi -DaemonHost {engine.Address} -MlemWheel /nowhere/mlem.whl", TestContext.Current.CancellationToken);

        Assert.Contains("/nowhere/mlem.whl is not there", result.Error, StringComparison.Ordinal);
        Assert.True(result.Failed);
        Assert.True(engine.Questions.All(q => q == "/_ping") && engine.Questions.Count <= 1, string.Join(' ', engine.Questions));
    }
}
