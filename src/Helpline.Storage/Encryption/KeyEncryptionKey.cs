using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Helpline.Storage.Encryption;

/// <summary>Wraps and unwraps the contacts' data keys.</summary>
internal sealed class KeyEncryptionKey
{
    private const string DevelopmentFile = "development.key";
    private readonly byte[] _key;
    private readonly byte[] _pseudonyms;

    public KeyEncryptionKey(string id, byte[] key)
    {
        Id = id;
        _key = key;
        _pseudonyms = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, SealedBox.KeyLength, info: "pseudonyms"u8.ToArray());
    }

    public string Id { get; }

    /// <summary>The configured key, or Development's own, made on first use and readable by its owner only.</summary>
    public static KeyEncryptionKey From(EncryptionOptions options, StorageOptions storage)
    {
        if (options.Key is { Length: > 0 } text)
            return new KeyEncryptionKey(options.KeyId, Decode(text) ?? throw new OptionsValidationException(EncryptionOptions.Section, typeof(EncryptionOptions), ["Encryption:Key is not 32 bytes in base64"]));
        var path = Path.Combine(storage.DataDirectory, DevelopmentFile);
        if (!File.Exists(path))
        {
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var file = new FileStream(path, create);
            file.Write(RandomNumberGenerator.GetBytes(SealedBox.KeyLength));
        }

        return new KeyEncryptionKey("development", File.ReadAllBytes(path));
    }

    /// <summary>The key's bytes, or null if the text is not 32 bytes in base64.</summary>
    public static byte[]? Decode(string text)
    {
        var bytes = new byte[SealedBox.KeyLength];
        return Convert.TryFromBase64String(text, bytes, out var length) && length == SealedBox.KeyLength ? bytes : null;
    }

    /// <summary>A keyed hash for what must be recognised for a while where nothing may be stored: it changes with the key.</summary>
    public byte[] PseudonymOf(string text) => HMACSHA256.HashData(_pseudonyms, Encoding.UTF8.GetBytes(text));

    public byte[] Wrap(byte[] key, string place) => SealedBox.Seal(_key, key, place);

    public byte[] Unwrap(byte[] wrapped, string place) => SealedBox.Open(_key, wrapped, place);
}
