namespace Mlem.Docker;

/// <summary>A call that the server did not answer with a prediction; its error id is <c>PredictionFailed</c>.</summary>
public sealed class PredictionException : MlemException
{
    internal PredictionException(ServerMethod method, Uri server, int statusCode, string serverMessage, string recommendation)
        : base(
            "PredictionFailed",
            statusCode >= 500 ? MlemErrorCategory.InvalidOperation : MlemErrorCategory.InvalidData,
            Messages.FormatPredictionFailed(server.GetLeftPart(UriPartial.Path), method.Name, statusCode, serverMessage),
            method.Name,
            recommendation)
    {
        StatusCode = statusCode;
        ServerMessage = serverMessage;
    }

    /// <summary>The HTTP status.</summary>
    public int StatusCode { get; }

    /// <summary>What the server said: MLEM's <c>error</c>, or what its validation found.</summary>
    public string ServerMessage { get; }
}
