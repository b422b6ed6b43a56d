using Helpline.Conversations;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Reading;

namespace Helpline.Console.Desk;

/// <summary>Whether a counsellor may write in a conversation.</summary>
internal static class Holding
{
    /// <summary>Said when a conversation that was open can no longer be read: what was on the screen stays, so that a draft can be saved.</summary>
    public const string Lost = "You do not hold this conversation any more: it is back in the queue, or a colleague has taken it. What you see is no longer up to date.";

    /// <summary>Null if the counsellor holds it, else why there is no reply box.</summary>
    public static string? WhyNot(ConversationView view, CounsellorId counsellor) => view.Lifecycle switch
    {
        LifecycleState.WithCounsellor when view.Handoff?.Counsellor == counsellor => null,
        LifecycleState.WithCounsellor => "Another counsellor holds this conversation now.",
        LifecycleState.Waiting => "This conversation waits in the queue. Take it to answer.",
        LifecycleState.Closed when view.Handoff?.Outcome is { } outcome => $"This conversation is closed ({Labels.Inline(Labels.Of(outcome))}).",
        LifecycleState.Closed => "This conversation is closed.",
        LifecycleState.Automated => "The bot is answering this child; no counsellor is called for.",
        _ => throw new InvalidOperationException($"Unknown lifecycle state {view.Lifecycle}."),
    };

    /// <summary>What stands between the counsellor's words and the child, before they are written; null if nothing does.</summary>
    public static string? Obstacle(ConversationView view, DateTimeOffset now)
    {
        if (!view.CanBeAnswered)
            return CounsellorTurn.Unanswerable;
        if (view.OptedOut)
            return "The child has texted STOP: nothing can be sent until the child writes again.";
        if (!MessagingWindow.IsOpen(view.Channel, view.LastHeardAt, now))
            return "The child last wrote more than 24 hours ago. WhatsApp lets no words through until the child writes again; you will see at your message whether the child could be invited to.";
        return view.Lines.LastOrDefault(line => line.Status is not null) is { ErrorCode: DeliveryCodes.CannotReceive }
            ? "This number takes no text messages: nothing that was sent has arrived. Think of another way to reach the child."
            : null;
    }
}
