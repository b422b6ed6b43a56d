using System.Security.Cryptography;
using System.Text;

namespace Helpline.Storage.Encryption;

/// <summary>
/// AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce; a box is nonce, tag and ciphertext in one array. The associated data binds a
/// box to the place it was made for: copied into another row, it does not open.
/// </summary>
internal static class SealedBox
{
    public const int KeyLength = 32;
    private const int NonceLength = 12;
    private const int TagLength = 16;

    public static byte[] Seal(byte[] key, ReadOnlySpan<byte> plain, string place)
    {
        var box = new byte[NonceLength + TagLength + plain.Length];
        var nonce = box.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), Encoding.UTF8.GetBytes(place));
        return box;
    }

    /// <exception cref="CryptographicException">Wrong key, wrong place, or changed bytes.</exception>
    public static byte[] Open(byte[] key, byte[] box, string place)
    {
        if (box.Length < NonceLength + TagLength)
            throw new CryptographicException("The sealed value is too short: the row was damaged.");
        var plain = new byte[box.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(box.AsSpan(0, NonceLength), box.AsSpan(NonceLength + TagLength), box.AsSpan(NonceLength, TagLength), plain, Encoding.UTF8.GetBytes(place));
        return plain;
    }
}
