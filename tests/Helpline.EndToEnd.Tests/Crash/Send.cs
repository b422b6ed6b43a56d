namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>One request to send, as the provider saw it.</summary>
/// <param name="Number">Counts all requests: their order of arrival.</param>
/// <param name="Life">Which life of which node asked.</param>
/// <param name="Message">The server's own id, from the callback URL.</param>
internal sealed record Send(int Number, string Life, Guid Message, SentSms Sms, SendFault Fault);
