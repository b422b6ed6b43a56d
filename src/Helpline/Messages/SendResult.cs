namespace Helpline.Messages;

/// <summary>What a provider said to a send.</summary>
public abstract record SendResult
{
    private SendResult()
    {
    }

    /// <summary>The provider has it under <paramref name="ProviderId"/>.</summary>
    public sealed record Sent(string ProviderId) : SendResult;

    /// <summary>It was not taken, but may be later, not before <paramref name="After"/> if the provider said so.</summary>
    public sealed record TryLater(SendTrouble Trouble, string Code, TimeSpan? After = null) : SendResult;

    /// <summary>It will never be taken.</summary>
    public sealed record Refused(string Code) : SendResult;

    /// <summary>The request was written but no answer came: it may have been taken. Sending again could double it.</summary>
    public sealed record Unknown(string Code) : SendResult;
}

/// <summary>Why a provider did not take a message that it may take later.</summary>
public enum SendTrouble
{
    /// <summary>Too many messages; the provider is well.</summary>
    Throttled,

    /// <summary>The provider is down or out of reach.</summary>
    Unavailable,

    /// <summary>The provider does not know us: an account, a key or an address is wrong, and a person has to correct it.</summary>
    Misconfigured,
}
