using Helpline.Messages;

namespace Helpline.Channels;

/// <summary>What an exchange without an answer means for a message: whether a provider may have it.</summary>
internal static class LostAnswer
{
    /// <summary>The request may have been read.</summary>
    public static SendResult Late { get; } = new SendResult.Unknown("timeout");

    public static SendResult Of(HttpRequestException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
            ? new SendResult.TryLater(SendTrouble.Unavailable, error.HttpRequestError.ToString()) // nothing was written yet
            : new SendResult.Unknown(error.HttpRequestError.ToString());
    }
}
