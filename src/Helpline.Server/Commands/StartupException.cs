namespace Helpline.Server.Commands;

/// <summary>The server cannot start until somebody corrects something; the message says what.</summary>
internal sealed class StartupException(string message) : Exception(message);
