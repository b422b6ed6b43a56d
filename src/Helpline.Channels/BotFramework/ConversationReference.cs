using Helpline.Messages;

namespace Helpline.Channels.BotFramework;

/// <summary>
/// All that a message to a child needs, at any later time. It lives in the two addresses: the child's, which is stored encrypted, holds channel, conversation and user; ours, which
/// is not, holds the connector and the bot.
/// </summary>
/// <remarks>
/// The child is the user in that conversation, not the user alone: on Direct Line and Web Chat a page says its users' ids, and two children may have the same.
/// </remarks>
internal sealed record ConversationReference(string ServiceUrl, string ChannelId, string Conversation, string User, string Bot)
{
    private const char Separator = '|';

    public Address Child => new(ChannelNames.BotFramework, Join(ChannelId, Conversation, User));

    public Address Service => new(ChannelNames.BotFramework, Join(ServiceUrl, Bot));

    /// <summary>Reads it out of addresses; null if they hold none.</summary>
    public static ConversationReference? Of(Address service, Address child) => (Split(service), Split(child)) switch
    {
        ([{ Length: > 0 } url, var bot], [{ Length: > 0 } channel, { Length: > 0 } conversation, var user]) => new(url, channel, conversation, user, bot),
        _ => null,
    };

    public override string ToString() => $"a conversation on {ChannelId}";

    private static string Join(params string[] parts) => string.Join(Separator, parts.Select(Uri.EscapeDataString));

    private static string[] Split(Address address) => [.. address.Value.Split(Separator).Select(Uri.UnescapeDataString)];
}
