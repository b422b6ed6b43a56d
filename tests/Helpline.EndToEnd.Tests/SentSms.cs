namespace Helpline.EndToEnd.Tests;

/// <summary>What the stub has taken to send.</summary>
public sealed record SentSms(string To, string From, string Body, string StatusCallback, string Sid, DateTimeOffset CreatedAt)
{
    /// <summary>How far it has come, in Twilio's words.</summary>
    public string Status { get; set; } = "queued";
}
