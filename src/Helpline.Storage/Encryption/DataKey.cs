using System.Security.Cryptography;
using System.Text;

namespace Helpline.Storage.Encryption;

/// <summary>One contact's key: all that a child wrote or was told is sealed under it. Destroying it erases the child's words everywhere.</summary>
internal sealed class DataKey(byte[] key)
{
    public static DataKey New() => new(RandomNumberGenerator.GetBytes(SealedBox.KeyLength));

    public byte[] Bytes => key;

    public byte[] Seal(string text, string place) => SealedBox.Seal(key, Encoding.UTF8.GetBytes(text), place);

    public string Open(byte[] box, string place) => Encoding.UTF8.GetString(SealedBox.Open(key, box, place));
}
