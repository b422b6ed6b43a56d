using System.Text;

namespace Helpline.Tests;

/// <summary>Breaks inputs as hostile and faulty senders do: the same way in every run.</summary>
internal sealed class Mutations(int seed)
{
    private static readonly string[] Pieces =
    [
        "\0", "\u0001", "\r\n", "\uFEFF", "\u202E", "\u200D", "\uD83D\uDE14", "م", "\"", "\\", "{", "}", "[", "]", ":", ",", "&", "=", "%", "%ZZ", "%00", "%FF", "+", "'", "<", "null", "true", "-1", "1e999",
        "99999999999999999999", "..", "*", "&a", "- ", "\t", "{{", "!!binary ", "|\n", new('a', 5_000), new('[', 2_000),
    ];

    private readonly Random _random = new(seed);

    /// <summary>A text of any letters, with halves of pairs among them.</summary>
    public string Text()
    {
        var text = new StringBuilder();
        for (var i = _random.Next(40); i >= 0; i--)
            text.Append(_random.Next(4) == 0 ? Pieces[_random.Next(Pieces.Length)] : ((char)_random.Next(0x10000)).ToString());
        return text.ToString();
    }

    /// <summary>The text with one to four of its parts taken out, doubled, exchanged, cut off or replaced.</summary>
    public string Of(string text) => Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(text)));

    /// <inheritdoc cref="Of(string)"/>
    public byte[] Of(byte[] input)
    {
        var bytes = input.ToList();
        for (var i = _random.Next(4); i >= 0; i--)
        {
            var at = _random.Next(bytes.Count + 1);
            var length = Math.Min(_random.Next(1, 30), bytes.Count - at);
            switch (_random.Next(6))
            {
                case 0:
                    bytes.RemoveRange(at, length);
                    break;
                case 1:
                    bytes.InsertRange(_random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 2:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Pieces[_random.Next(Pieces.Length)]));
                    break;
                case 3 when at < bytes.Count:
                    bytes[at] = (byte)_random.Next(256);
                    break;
                case 4:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                default:
                    bytes.Reverse(at, length);
                    break;
            }
        }

        return [.. bytes];
    }
}
