namespace Helpline.Messages;

/// <summary>
/// Codes by which a child that asked for one comes back to its chat, from any device. A code itself is stored nowhere, and a child has one at most.
/// Any node knows them.
/// </summary>
public interface IResumeCodes
{
    /// <summary>Keeps a code for the child, in place of the one before. False: the child has not written anything yet, so there is nothing to come back to.</summary>
    Task<bool> KeepAsync(Address child, string code, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Whose code it is; null if it is nobody's, or has run out.</summary>
    Task<Address?> OwnerAsync(string code, CancellationToken cancellationToken);
}
