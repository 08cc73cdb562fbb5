using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mlem.Docker.Engine.Streams;

/// <summary>Reads a build's messages, whichever builder sent them, into one record.</summary>
internal sealed partial class BuildStreamDecoder
{
    private readonly ClassicBuildDecoder _classic;
    private readonly BuildKitDecoder _buildKit;
    private readonly IBuildListener _listener;

    public BuildStreamDecoder(IBuildListener listener)
    {
        _listener = listener;
        _classic = new ClassicBuildDecoder(Record, listener);
        _buildKit = new BuildKitDecoder(Record, listener);
    }

    public BuildRecord Record { get; } = new();

    public void Take(EngineMessage message)
    {
        if (message.Error is not null)
            TakeError(message);
        else if (message.Id == "moby.buildkit.trace")
            TakeTrace(message);
        else if (message.AuxText("ID") is { } imageId && message.Id is null or "moby.image.id" && IsImageId(imageId))
            Record.ImageId = imageId;
        else if (message.Stream is not null)
            _classic.Take(message.Stream);
        else if (message.Status is not null)
            _listener.Transfer(message);
    }

    /// <summary>Takes what buildx tells in its own form.</summary>
    public void Take(BuildKitTrace trace) => _buildKit.Take(trace);

    /// <summary>Closes the last step.</summary>
    public void Finish() => _classic.FinishStep();

    private void TakeError(EngineMessage message)
    {
        // The first error is the cause; a proxy may repeat the line.
        if (Record.Error is not null)
            return;
        Record.Error = message.Error;
        _classic.Fail();
        _buildKit.Fail();
        Record.ExitCode = message.ErrorCode is > 0 ? message.ErrorCode : ExitCodeIn(message.Error!);
    }

    private void TakeTrace(EngineMessage message)
    {
        if (message.Aux is { ValueKind: JsonValueKind.String } aux && aux.TryGetBytesFromBase64(out var trace))
            _buildKit.Take(trace);
    }

    private static bool IsImageId(string text) => ImageId().IsMatch(text);

    private static int? ExitCodeIn(string error)
    {
        var match = ExitCode().Match(error);
        return match.Success && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? code
            : null;
    }

    [GeneratedRegex(@"\Asha256:[0-9a-f]{64}\z")]
    private static partial Regex ImageId();

    // The classic builder, BuildKit and Podman.
    [GeneratedRegex(@"(?:returned a non-zero code: |exit code: |exit status )([0-9]+)\s*\z")]
    private static partial Regex ExitCode();
}
