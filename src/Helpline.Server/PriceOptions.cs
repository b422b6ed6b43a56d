namespace Helpline.Server;

/// <summary>Configuration section <c>Prices</c>: what messages cost, by channel, for <c>dialogs cost</c>.</summary>
public sealed class PriceOptions
{
    public const string Section = "Prices";

    /// <summary>As it is shown: PKR, USD.</summary>
    public string Currency { get; set; } = "";

    /// <summary>By the channel's name.</summary>
    public Dictionary<string, ChannelPrice> Channels { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>What one segment costs on a channel; where there are no segments (WhatsApp, chat), what one message costs.</summary>
public sealed class ChannelPrice
{
    /// <summary>Sent to a child.</summary>
    public decimal Outbound { get; set; }

    /// <summary>Sent by a child, as far as the helpline pays for it.</summary>
    public decimal Inbound { get; set; }
}
