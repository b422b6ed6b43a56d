namespace Helpline.Storage.Sql;

/// <summary>The associated data of every sealed value: the row and column it belongs to.</summary>
internal static class Places
{
    public static string ContactKey(Guid contact) => $"contact-key:{contact:N}";

    public static string Address(Guid contact) => $"address:{contact:N}";

    public static string Inbound(string channel, string providerId) => $"inbound:{channel}:{providerId}";

    public static string Assessment(string channel, string providerId) => $"assessment:{channel}:{providerId}";

    public static string Outbound(Guid id) => $"outbound:{id:N}";

    public static string State(Guid conversation) => $"state:{conversation:N}";

    public static string Pace(Guid conversation) => $"pace:{conversation:N}";

    public static string LevelReason(Guid conversation, long version) => $"level-reason:{conversation:N}:{version}";

    public static string Note(Guid conversation, int number) => $"note:{conversation:N}:{number}";
}
