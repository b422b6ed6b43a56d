using Helpline.Conversations.Pacing;
using Helpline.Dialogs;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;

namespace Helpline.Console;

/// <summary>Everything that has a code name, in the words that people read.</summary>
internal static class Labels
{
    public static string Of(RiskLevel level) => level switch
    {
        RiskLevel.None => "No risk seen",
        RiskLevel.Low => "Low",
        RiskLevel.Medium => "Medium",
        RiskLevel.High => "High",
        RiskLevel.Imminent => "Imminent",
        _ => throw new ArgumentOutOfRangeException(nameof(level), level, "Unknown risk level."),
    };

    /// <summary>A level as a person's judgement: <see cref="Of(RiskLevel)"/> says what triage has seen.</summary>
    public static string Judged(RiskLevel level) => level == RiskLevel.None ? "No danger" : Of(level);

    public static string Of(Danger danger) => danger switch
    {
        Danger.Suicide => "Suicide",
        Danger.SelfHarm => "Self-harm",
        Danger.SexualExploitation => "Sexual exploitation",
        Danger.Grooming => "Grooming",
        Danger.Abuse => "Abuse",
        Danger.Neglect => "Neglect",
        Danger.ViolenceNow => "Violence now",
        Danger.MissingTrafficked => "Missing or trafficked",
        Danger.ForcedMarriage => "Forced marriage",
        Danger.ChildLabour => "Child labour",
        Danger.Cyberbullying => "Cyberbullying",
        Danger.OtherChild => "Another child in danger",
        _ => throw new ArgumentOutOfRangeException(nameof(danger), danger, "Unknown danger."),
    };

    public static string Of(HandoffOutcome outcome) => outcome switch
    {
        HandoffOutcome.AdviceGiven => "Advice given",
        HandoffOutcome.SafetyPlanMade => "Safety plan made",
        HandoffOutcome.Referred => "Referred to another service",
        HandoffOutcome.EmergencyServicesInvolved => "Emergency services involved",
        HandoffOutcome.ChildStoppedAnswering => "Child stopped answering",
        HandoffOutcome.NotForThisService => "Not for this service",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
    };

    public static string Of(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Pending => "Waiting",
        DeliveryStatus.Sending => "Sending",
        DeliveryStatus.Ambiguous => "Unclear",
        DeliveryStatus.Sent => "Sent",
        DeliveryStatus.Delivered => "Delivered",
        DeliveryStatus.Undelivered or DeliveryStatus.Failed or DeliveryStatus.Expired => "Not delivered",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown delivery status."),
    };

    public static string Of(SmsEncoding encoding) => encoding switch
    {
        SmsEncoding.Gsm7 => "GSM-7",
        SmsEncoding.Ucs2 => "UCS-2",
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "Unknown encoding."),
    };

    /// <summary>By what a robot gave itself away.</summary>
    public static string Of(LoopKind kind) => kind switch
    {
        LoopKind.Repeats => "Sends the same words within seconds of every answer, also after a counsellor has seen it",
        LoopKind.Pattern => "Sends the same sentence with other numbers",
        LoopKind.Echo => "Sends our own words back",
        LoopKind.AutomaticReply => "Calls itself an automatic reply",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Unknown kind of loop."),
    };

    /// <summary>A handoff's reason; dialogs may give reasons of their own.</summary>
    public static string Reason(string reason) => reason switch
    {
        "triage" => "Triage found danger",
        "failure" => "The bot could not answer",
        "repeats" => "Writes the same again and again",
        "asked" => "Asked for a person",
        _ when SnakeCase.Parse<Danger>(reason) is { } danger => $"Told the bot: {Inline(Of(danger))}",
        _ => Sentence(reason.Replace('_', ' ')),
    };

    /// <summary>What a waiting child is about, in a few words.</summary>
    public static string Matter(Danger? danger, string reason) =>
        (danger ?? SnakeCase.Parse<Danger>(reason)) is { } known ? Of(known) : Reason(reason);

    public static string Language(string language) => Languages.Of(language)?.Name ?? language;

    public static string Channel(string channel) => channel switch
    {
        ChannelNames.Twilio => "SMS (Twilio)",
        ChannelNames.Simulator => "Simulator",
        ChannelNames.Kannel => "SMS (Kannel)",
        ChannelNames.DirectLine => "Web chat",
        ChannelNames.BotFramework => "Bot Framework",
        _ => channel,
    };

    public static string Child(string pseudonym) => $"Child {pseudonym}";

    public static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";

    /// <summary>A label inside a sentence.</summary>
    public static string Inline(string label) => label.Length == 0 ? label : char.ToLowerInvariant(label[0]) + label[1..];

    private static string Sentence(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
