using System.Text.Json;
using Microsoft.Playwright;

namespace Helpline.EndToEnd.Tests.Chat;

/// <summary>Pages of the other site.</summary>
internal static class ChatPages
{
    /// <summary>A page in a browser of its own, with nothing connected yet.</summary>
    public static async Task<IPage> NewChatPageAsync(this Browser browser, HelplineServer server)
    {
        var page = await browser.NewPageAsync(server.Site.Known, 480, 800);
        await page.GotoAsync("/");
        return page;
    }

    /// <summary>An anonymous token, asked for by the page.</summary>
    public static async Task<(string Conversation, string Token)> TokenAsync(this IPage page, HelplineServer server)
    {
        var answer = await page.EvaluateAsync<JsonElement>("url => post(url)", $"{server.Url}chat/token");
        answer.GetProperty("status").GetInt32().ShouldBe(200);
        return (answer.GetProperty("conversationId").GetString()!, answer.GetProperty("token").GetString()!);
    }

    /// <summary>Where the protocol is.</summary>
    public static string Domain(this HelplineServer server) => $"{server.Url}v3/directline";
}
