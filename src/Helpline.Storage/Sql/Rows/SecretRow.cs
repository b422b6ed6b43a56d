namespace Helpline.Storage.Sql.Rows;

/// <summary>A key of the installation, wrapped under the key-encryption key.</summary>
public sealed class SecretRow
{
    public required string Name { get; set; }

    public required string KeyId { get; set; }

    public required byte[] Wrapped { get; set; }
}
