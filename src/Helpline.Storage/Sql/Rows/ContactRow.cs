namespace Helpline.Storage.Sql.Rows;

/// <summary>A child's address on one channel.</summary>
public sealed class ContactRow
{
    public Guid Id { get; set; }

    public required string Channel { get; set; }

    public required byte[] AddressHash { get; set; }

    public required byte[] AddressBox { get; set; }

    public required byte[] WrappedKey { get; set; }

    public required string KeyId { get; set; }

    public long CreatedAt { get; set; }
}
