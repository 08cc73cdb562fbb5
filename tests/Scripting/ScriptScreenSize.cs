using System.Management.Automation.Host;

namespace Mlem.Docker.Tests.Scripting;

/// <summary>A screen of 120 columns, as PowerShell takes where there is no terminal.</summary>
internal sealed class ScriptScreenSize : PSHostRawUserInterface
{
    private const int Width = 120;
    private const int Height = 50;

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get; set; }

    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get; set; }

    /// <inheritdoc/>
    public override Size BufferSize { get; set; } = new(Width, Height);

    /// <inheritdoc/>
    public override Size WindowSize { get; set; } = new(Width, Height);

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize { get; } = new(Width, Height);

    /// <inheritdoc/>
    public override Size MaxWindowSize { get; } = new(Width, Height);

    /// <inheritdoc/>
    public override Coordinates CursorPosition { get; set; }

    /// <inheritdoc/>
    public override Coordinates WindowPosition { get; set; }

    /// <inheritdoc/>
    public override int CursorSize { get; set; } = 1;

    /// <inheritdoc/>
    public override bool KeyAvailable => false;

    /// <inheritdoc/>
    public override string WindowTitle { get; set; } = "";

    /// <inheritdoc/>
    public override void FlushInputBuffer()
    {
    }

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => new BufferCell[0, 0];

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new HostException("Nobody is there to press a key.");

    /// <inheritdoc/>
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
    {
    }

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents)
    {
    }

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill)
    {
    }
}
