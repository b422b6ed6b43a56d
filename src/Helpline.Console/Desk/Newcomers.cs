using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Reading;

namespace Helpline.Console.Desk;

/// <summary>Which waiting children a counsellor should be told of: those in high danger who were not there at the last look.</summary>
internal sealed class Newcomers
{
    private HashSet<ConversationId>? _known;
    private List<ConversationId> _news = [];

    /// <summary>What is told and not yet seen to, the most urgent first.</summary>
    public IReadOnlyList<WaitingChild> News { get; private set; } = [];

    /// <summary>
    /// Compares with the last look. What waits at the first look is no news, because the counsellor reads the queue anyway; nor is a child
    /// whom the counsellor has just given back.
    /// </summary>
    public void Look(IReadOnlyList<WaitingChild> waiting, IEnumerable<ConversationId> heldBefore)
    {
        var urgent = waiting.Where(child => child.Level >= HandoffPolicy.CallsHuman).ToList();
        if (_known is { } known)
            _news.AddRange(urgent.Select(child => child.Conversation).Where(id => !known.Contains(id)).Except(heldBefore));
        _known = [.. urgent.Select(child => child.Conversation)];
        News = [.. urgent.Where(child => _news.Contains(child.Conversation))];
        _news = [.. News.Select(child => child.Conversation)];
    }

    public void Dismiss()
    {
        _news.Clear();
        News = [];
    }
}
