using Microsoft.IdentityModel.Tokens;

namespace Helpline.Channels.BotFramework;

/// <summary>A key of the issuer's, and the channels in whose name it may sign.</summary>
internal sealed record IssuerKey(SecurityKey Key, IReadOnlySet<string> Endorsements);
