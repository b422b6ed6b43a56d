using Microsoft.Playwright;

namespace Helpline.EndToEnd.Tests;

/// <summary>Keeps a picture of a page, for the README and for eyes: only where <c>HELPLINE_PICTURES</c> names a directory.</summary>
internal static class Pictures
{
    public static async Task TakeAsync(this IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("HELPLINE_PICTURES") is { Length: > 0 } directory)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
    }
}
