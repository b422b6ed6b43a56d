using Helpline.Messages;

namespace Helpline.Storage.Reading;

/// <summary>What counsellors call a child: stable for a contact, and leads nobody back to the number.</summary>
public static class Pseudonym
{
    /// <summary>Crockford's base 32: no letters that are taken for one another.</summary>
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    public static string Of(ContactId contact)
    {
        var bytes = contact.Value.ToByteArray(bigEndian: true); // the last bytes of a UUIDv7 are random
        return string.Create(4, bytes, static (name, source) =>
        {
            for (var i = 0; i < name.Length; i++)
                name[i] = Alphabet[source[^(i + 1)] & 31];
        });
    }
}
