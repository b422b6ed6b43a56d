using System.Text.Json.Serialization;
using Helpline.Channels.ActivityProtocol;
using Helpline.Messages;

namespace Helpline.Channels.DirectLine;

/// <summary>A line of the transcript as Direct Line's clients read it: the Bot Framework's Activity, as far as it is needed.</summary>
internal sealed record Activity(string Id, DateTimeOffset Timestamp, Party From, ActivityConversation Conversation, string Text)
{
    /// <summary>Whom our lines are from; a client can tell a counsellor's from the bot's.</summary>
    private const string BotId = "helpline";

    private const string CounsellorId = "counsellor";

    public string Type { get; init; } = "message";

    public string ChannelId { get; init; } = ChannelNames.DirectLine;

    /// <summary>Words are shown as they are: nothing in them is markup.</summary>
    public string TextFormat { get; init; } = "plain";

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SuggestedActions? SuggestedActions { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OwnId? ChannelData { get; init; }

    public override string ToString() => $"{Type} {Id} of {Text.Length} characters";

    /// <param name="line">The line.</param>
    /// <param name="conversation">Whose.</param>
    /// <param name="user">The user's id in the token that reads it, if it has one.</param>
    public static Activity Of(ChatLine line, string conversation, string? user)
    {
        if (line.Author == ChatAuthor.Child)
        {
            return new Activity(line.Id, line.At, new Party(user ?? "user", "user"), new ActivityConversation(conversation), line.Text)
            {
                ChannelData = new OwnId(OwnIdOf(line.Id, conversation)), // by which a client knows its own message again
            };
        }

        var replies = QuickReplies.Of(line.Text);
        return new Activity(
            IdOf(conversation, line.Id),
            line.At,
            new Party(line.Author == ChatAuthor.Counsellor ? CounsellorId : BotId, "bot"),
            new ActivityConversation(conversation),
            replies.Line)
        {
            SuggestedActions = replies.Labels.Count == 0 ? null : SuggestedActions.Of(replies.Labels),
        };
    }

    /// <summary>An activity's id: unique over all conversations, as provider ids must be.</summary>
    public static string IdOf(string conversation, string own) => $"{conversation}|{own}";

    private static string OwnIdOf(string id, string conversation) => id[(conversation.Length + 1)..];
}

/// <summary>Who wrote an activity; the role is <c>user</c> or <c>bot</c>.</summary>
internal sealed record Party(string Id, string Role);

/// <summary>The client's own id of its message.</summary>
internal sealed record OwnId([property: JsonPropertyName("clientActivityID")] string ClientActivityId);
