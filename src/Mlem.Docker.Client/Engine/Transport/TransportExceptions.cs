namespace Mlem.Docker.Engine.Transport;

/// <summary>The connection ended before what was sent on it did.</summary>
internal sealed class StreamCutException(string message) : IOException(message);

/// <summary>The bytes are not what HTTP, or the Docker Engine, would send.</summary>
internal sealed class ProtocolBrokenException(string message) : IOException(message);
