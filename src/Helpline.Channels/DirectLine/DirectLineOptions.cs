namespace Helpline.Channels.DirectLine;

/// <summary>Configuration section <c>Channels:DirectLine</c>. The channel is on when <see cref="Secret"/> is set.</summary>
public sealed class DirectLineOptions
{
    public const string Section = "Channels:DirectLine";

    /// <summary>Characters of the shortest secret: 128 bits as hexadecimal digits.</summary>
    public const int ShortestSecret = 32;

    /// <summary>
    /// Who has it may make tokens and read and write every chat: for servers, never for a page. Default: none, the channel is off; in Development one is
    /// made at start. From the environment or a secret store, never from a file in version control.
    /// </summary>
    public string Secret { get; set; } = "";

    /// <summary>Pages of other origins that may chat, each as <c>scheme://host[:port]</c>. Default: none, only this server's own pages.</summary>
    public string[] Origins { get; set; } = [];

    /// <summary>
    /// Anonymous tokens that one remote address gets a minute from one node, 1 to 1,000,000. Default: 600. Mobile networks put thousands of phones behind one address, and
    /// a proxy that hides addresses puts everybody behind its own: it protects the machine and tells no children apart.
    /// </summary>
    public int TokensPerMinute { get; set; } = 600;

    /// <summary>Messages that one conversation may send a minute, 1 to 1,000,000. Default: 60, faster than anybody writes.</summary>
    public int MessagesPerMinute { get; set; } = 60;

    /// <summary>Streams that a node keeps open at once, 1 to 1,000,000. Default: 20,000; further children are told to try again, and poll meanwhile.</summary>
    public int MostStreams { get; set; } = 20_000;

    public bool IsOn => Secret.Length > 0;

    /// <summary>Everything that is wrong, each naming its key and what it should be.</summary>
    public IEnumerable<string> Problems(bool isDevelopment)
    {
        if (!IsOn && Origins.Length > 0)
            yield return $"{Section}:Secret is missing: the section has other keys, so the channel seems to be wanted. Make one with 'openssl rand -hex 32'";
        if (IsOn && Secret.Length < ShortestSecret)
            yield return $"{Section}:Secret has {Secret.Length} characters; it must have {ShortestSecret} at least. Make one with 'openssl rand -hex 32'";
        for (var i = 0; i < Origins.Length; i++)
        {
            if (!Uri.TryCreate(Origins[i], UriKind.Absolute, out var origin) || origin.GetLeftPart(UriPartial.Authority) != Origins[i])
                yield return $"{Section}:Origins:{i} must be an origin as browsers write it: scheme, host and, if it is not the usual one, port, without a path (https://school.example)";
            else if (origin.Scheme != Uri.UriSchemeHttps && !(isDevelopment && origin.Scheme == Uri.UriSchemeHttp))
                yield return $"{Section}:Origins:{i} must be https outside Development: children's messages would travel in the clear";
        }

        foreach (var (key, value) in new[] { (nameof(TokensPerMinute), TokensPerMinute), (nameof(MessagesPerMinute), MessagesPerMinute), (nameof(MostStreams), MostStreams) })
        {
            if (value is < 1 or > 1_000_000)
                yield return $"{Section}:{key} is {value}; it must be 1 to 1000000";
        }
    }
}
