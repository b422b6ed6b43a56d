using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Helpline.Console;

/// <summary>What only the browser can do; the other side is <c>wwwroot/console.js</c>. Does nothing once the browser is gone.</summary>
internal sealed class Browser(IJSRuntime script, TimeProvider time)
{
    public Task ShowDialogAsync(ElementReference dialog) => CallAsync("helpline.showDialog", dialog);

    public Task CloseDialogAsync(ElementReference dialog) => CallAsync("helpline.closeDialog", dialog);

    /// <summary>Keeps the newest line in view for as long as the reader has not scrolled up.</summary>
    public Task FollowAsync(ElementReference transcript) => CallAsync("helpline.follow", transcript);

    /// <summary>Moves the focus, but not on a touch screen: the keyboard would cover what is to be read.</summary>
    public Task FocusAsync(ElementReference element) => CallAsync("helpline.focus", element);

    /// <summary>Scrolls a picture until the element is in its middle.</summary>
    public Task ShowAsync(ElementReference element) => CallAsync("helpline.show", element);

    /// <summary>The zone that the person at the screen lives in; the server's own if the browser does not say.</summary>
    public async Task<TimeZoneInfo> ZoneAsync()
    {
        try
        {
            var name = await script.InvokeAsync<string?>("helpline.zone");
            return name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : time.LocalTimeZone;
        }
        catch (Exception error) when (IsGone(error))
        {
            return time.LocalTimeZone;
        }
    }

    private async Task CallAsync(string name, ElementReference element)
    {
        try
        {
            await script.InvokeVoidAsync(name, element);
        }
        catch (Exception error) when (IsGone(error))
        {
            // Nobody looks at this screen any more.
        }
    }

    private static bool IsGone(Exception error) => error is JSDisconnectedException or OperationCanceledException;
}
