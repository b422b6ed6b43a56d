namespace Helpline.Channels.Tests.BotFramework;

/// <summary>Every way in which a token may be wrong, by name, with the answer.</summary>
internal static class WrongTokens
{
    public static IReadOnlyDictionary<string, (BotToken Token, int Status)> All { get; } = new Dictionary<string, (BotToken, int)>
    {
        ["algorithm none"] = (new() { Algorithm = "none" }, 401),
        ["the public key as a secret"] = (new() { Algorithm = "HS256" }, 401),
        ["an algorithm that is not allowed"] = (new() { Algorithm = "PS256" }, 401),
        ["another issuer"] = (new() { Issuer = "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/" }, 401),
        ["the government's issuer"] = (new() { Issuer = "https://api.botframework.us" }, 401),
        ["no issuer"] = (new() { Issuer = null }, 401),
        ["another bot's"] = (new() { Audience = "5e0c1f6a-3f0e-4a55-9f52-3c7a4be4a002" }, 401),
        ["no audience"] = (new() { Audience = null }, 401),
        ["run out"] = (new() { From = BotToken.Now.AddHours(-2), Until = BotToken.Now.AddMinutes(-6) }, 401),
        ["without an end"] = (new() { Until = null }, 401),
        ["of the future"] = (new() { From = BotToken.Now.AddMinutes(6) }, 401),
        ["signed by another key"] = (new() { Key = Keys.Second }, 401),
        ["a key that the issuer does not have"] = (new() { Key = Keys.Second, KeyId = "second" }, 401),
        ["no key named"] = (new() { KeyId = null }, 401),
        ["no service URL"] = (new() { ServiceUrl = null }, 401),
        ["another service URL"] = (new() { ServiceUrl = "https://smba.trafficmanager.net/amer/" }, 403),
    };
}
