namespace Helpline.Storage.Sql;

/// <summary>What <see cref="Messages.MessagingWindow"/> is decided by, as SQL knows it now.</summary>
/// <param name="LastHeardAt">When the child's newest message came in, whether a turn has seen it or not; null if none did lately.</param>
/// <param name="IsInvited">True if the child has been invited to answer since.</param>
public sealed record WindowState(DateTimeOffset? LastHeardAt, bool IsInvited);
