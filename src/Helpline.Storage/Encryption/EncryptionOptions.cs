namespace Helpline.Storage.Encryption;

/// <summary>Configuration section <c>Encryption</c>.</summary>
public sealed class EncryptionOptions
{
    public const string Section = "Encryption";

    /// <summary>
    /// The key-encryption key: 32 bytes in base64 (<c>openssl rand -base64 32</c>). Default: none; in Development one is made and kept in the
    /// data directory, everywhere else start-up refuses to go without. Who has it and the database can read every word: keep it elsewhere.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>The name under which wrapped keys remember it. Default: <c>1</c>.</summary>
    public string KeyId { get; set; } = "1";

    /// <summary>True if the text is 32 bytes in base64.</summary>
    public static bool IsKey(string text) => KeyEncryptionKey.Decode(text) is not null;
}
