using System.Globalization;
using System.Management.Automation.Host;

namespace Mlem.Docker.Tests.Scripting;

/// <summary>Where a script of a test runs, in place of a console.</summary>
internal sealed class ScriptHost : PSHost
{
    /// <summary>What is shown there.</summary>
    public ScriptScreen Screen { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Mlem.Docker tests";

    /// <inheritdoc/>
    public override Version Version { get; } = new(1, 0);

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => Screen;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode)
    {
    }
}
