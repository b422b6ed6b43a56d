namespace Helpline.Storage;

/// <summary>The stores cannot be used until somebody corrects something; the message says what.</summary>
public sealed class StoreUnusableException(string message, Exception? inner = null) : Exception(message, inner);
