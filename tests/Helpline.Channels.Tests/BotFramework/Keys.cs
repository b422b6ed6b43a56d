using System.Security.Cryptography;

namespace Helpline.Channels.Tests.BotFramework;

/// <summary>Keys that issuers sign with, made once a run.</summary>
internal static class Keys
{
    public static RSA First { get; } = RSA.Create(2048);

    public static RSA Second { get; } = RSA.Create(2048);
}
