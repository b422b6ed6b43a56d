using System.Security.Cryptography;
using System.Text;
using Helpline.Messages;

namespace Helpline.Storage.Encryption;

/// <summary>
/// A keyed hash (HMAC-SHA-256) by which an address is found again without being stored. Its key is random, kept wrapped in the database, so
/// that a new key-encryption key does not change the hashes.
/// </summary>
internal sealed class AddressIndex(byte[] key)
{
    public byte[] Hash(Address address) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{address.Channel}\0{address.Value}"));
}
