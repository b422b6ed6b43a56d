using Helpline.Messages;

namespace Helpline.Channels.Twilio;

/// <summary>Twilio's error codes in our terms, in answers to sends and in receipts. Source: Twilio's error dictionary.</summary>
internal static class TwilioErrors
{
    /// <summary>No later try will mend these: the number cannot be texted, the child has opted out, or WhatsApp refuses the words.</summary>
    private static readonly HashSet<string> Final =
        ["21211", "21408", "21610", "21612", "21614", "21617", "21635", "21658", "30004", "30005", "30006", "63003", "63013", "63016", "63021", "63024", "63032"];

    /// <summary>Twilio's queues are full or it wants us slower.</summary>
    private static readonly HashSet<string> Throttling = ["20429", "21611", "30001", "63018", "63038"];

    /// <summary>The template is not the account's, or wants variables: a person has to correct the setting.</summary>
    private static readonly HashSet<string> Misconfigured = ["21655", "21656"];

    public static bool IsMisconfigured(string code) => Misconfigured.Contains(code);

    public static bool IsFinal(string code) => Final.Contains(code);

    public static bool IsThrottling(string code) => Throttling.Contains(code);

    /// <summary>The reason that all channels share, or else Twilio's own code.</summary>
    public static string Reason(string code) => code switch
    {
        "21610" => DeliveryCodes.OptedOut,
        "21614" or "21635" or "30006" => DeliveryCodes.CannotReceive,
        "63016" => DeliveryCodes.WindowClosed,
        _ => code,
    };
}
