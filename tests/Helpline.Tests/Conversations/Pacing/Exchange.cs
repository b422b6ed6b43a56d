using Helpline.Conversations;
using Helpline.Conversations.Pacing;

namespace Helpline.Tests.Conversations.Pacing;

/// <summary>A talk on a clock that goes on, with the limits of a server.</summary>
internal sealed class Exchange
{
    public Exchange(PaceLimits? limits = null, TestLibrary? library = null)
    {
        Talk = Talk.At("menu.start", library);
        Talk.Limits = limits ?? new PaceLimits();
    }

    public Talk Talk { get; }

    /// <summary>Turns in which the bot said something.</summary>
    public int Answers { get; private set; }

    public Conversation Conversation => Talk.Conversation;

    public AnswerPace Pace => Conversation.Pace;

    public bool IsSilent => Pace.Silence?.Until > Talk.Now;

    /// <summary>Something comes so many seconds after the last; what is due meanwhile happens first.</summary>
    public string[] Hears(double after, params string[] texts)
    {
        Passes(TimeSpan.FromSeconds(after));
        return Count(Talk.HearsTogether(texts));
    }

    /// <summary>Time passes, and what is owed is answered.</summary>
    public string[] Passes(TimeSpan time)
    {
        var until = Talk.Now + time;
        string[] said = [];
        if (Due is { } due && due <= until)
        {
            Due = null;
            Talk.Now = due;
            said = Count(Talk.Fires(TimerKind.OwedAnswer));
        }

        Talk.Now = until;
        return said;
    }

    /// <summary>When the owed answer is due.</summary>
    public DateTimeOffset? Due { get; private set; }

    private string[] Count(string[] said)
    {
        if (Talk.Outcome!.Timers.TryGetValue(TimerKind.OwedAnswer, out var due))
            Due = due;
        if (said.Length > 0)
            Answers++;
        return said;
    }
}
