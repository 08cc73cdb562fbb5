using System.Globalization;
using System.Management.Automation.Host;

namespace Mlem.Docker.Host.Terminal;

/// <summary>What PowerShell knows of the program it runs in.</summary>
internal sealed class TerminalHost : PSHost
{
    private readonly TerminalUserInterface _ui;

    public TerminalHost(bool outputIsData) => _ui = new TerminalUserInterface(Screen, outputIsData);

    /// <summary>The standard streams.</summary>
    public Screen Screen { get; } = new();

    /// <summary>What a script gave to <c>exit</c>, if one did.</summary>
    public int? ExitCode { get; private set; }

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override string Name => "mlem-docker";

    /// <inheritdoc/>
    public override PSHostUserInterface UI => _ui;

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(TerminalHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    /// <inheritdoc/>
    public override void EnterNestedPrompt() => throw new NotSupportedException("mlem-docker has no prompt.");

    /// <inheritdoc/>
    public override void ExitNestedPrompt() => throw new NotSupportedException("mlem-docker has no prompt.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication()
    {
    }

    /// <inheritdoc/>
    public override void NotifyEndApplication()
    {
    }
}
