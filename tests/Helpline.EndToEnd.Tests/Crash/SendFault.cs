namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>What the provider does to a send.</summary>
internal enum SendFault
{
    None,

    /// <summary>429 with Retry-After.</summary>
    TooMany,

    /// <summary>500, and it was not taken: the server cannot know.</summary>
    ErrorBefore,

    /// <summary>500, but it was taken.</summary>
    ErrorAfter,

    /// <summary>Taken, and the connection drops.</summary>
    DropAfter,

    /// <summary>Taken, and no answer comes until the server gives up.</summary>
    HangAfter,
}

internal static class SendFaults
{
    /// <summary>True if the message was taken.</summary>
    public static bool IsTaken(this SendFault fault) => fault is SendFault.None or SendFault.ErrorAfter or SendFault.DropAfter or SendFault.HangAfter;

    /// <summary>True if it was taken and the server was not told: it may double the message once.</summary>
    public static bool MayDouble(this SendFault fault) => fault.IsTaken() && fault != SendFault.None;

    public static SendFault Roll(Random dice) => dice.NextDouble() switch
    {
        < 0.05 => SendFault.TooMany,
        < 0.065 => SendFault.ErrorBefore,
        < 0.08 => SendFault.ErrorAfter,
        < 0.10 => SendFault.DropAfter,
        < 0.105 => SendFault.HangAfter,
        _ => SendFault.None,
    };
}
