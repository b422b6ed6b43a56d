using Microsoft.Playwright;

namespace Helpline.EndToEnd.Tests;

/// <summary>Debian's Chromium, driven by Playwright.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    /// <summary>A page in a browser of its own: nobody else's cookies.</summary>
    public Task<IPage> NewPageAsync(Uri url, int width = 1440, int height = 900) =>
        NewPageAsync(url, new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = height } });

    /// <summary>As above, in a browser that is set up otherwise.</summary>
    public async Task<IPage> NewPageAsync(Uri url, BrowserNewContextOptions options)
    {
        options.BaseURL = url.ToString();
        var context = await _browser!.NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        return await context.NewPageAsync();
    }

    /// <summary>A page that is logged in and on its way to <paramref name="path"/>.</summary>
    /// <param name="url">The server.</param>
    /// <param name="email">Who logs in.</param>
    /// <param name="password">With what.</param>
    /// <param name="path">Where to.</param>
    /// <param name="slowLine">True to hold back everything that the page says to the server by a tenth of a second, as a poor line does.</param>
    public async Task<IPage> LogInAsync(Uri url, string email, string password, string path = "/console", bool slowLine = false)
    {
        var page = await NewPageAsync(url);
        if (slowLine)
            await page.AddInitScriptAsync("const send = WebSocket.prototype.send; WebSocket.prototype.send = function (data) { setTimeout(() => send.call(this, data), 120); };");
        await page.GotoAsync(path);
        await page.GetByTestId("login-email").FillAsync(email);
        await page.GetByTestId("login-password").FillAsync(password);
        await page.GetByTestId("login-submit").ClickAsync();
        await page.WaitForURLAsync(address => new Uri(address).AbsolutePath.StartsWith(path, StringComparison.Ordinal));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
