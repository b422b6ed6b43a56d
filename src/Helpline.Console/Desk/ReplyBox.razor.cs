using Helpline.Conversations;
using Helpline.Messages;
using Microsoft.AspNetCore.Components;

namespace Helpline.Console.Desk;

/// <summary>Where a counsellor writes. The words stay until they are sent.</summary>
public sealed partial class ReplyBox : ComponentBase
{
    private const int Longest = CounsellorTurn.LongestReply;
    private ElementReference _text;
    private bool _sending;
    private string? _refusal;

    /// <summary>What is written and not sent. The owner keeps it, because a counsellor goes back and forth between children.</summary>
    [Parameter, EditorRequired]
    public string Draft { get; set; } = "";

    [Parameter]
    public EventCallback<string> DraftChanged { get; set; }

    /// <summary>Sends; null if it was done, else why not.</summary>
    [Parameter, EditorRequired]
    public Func<string, Task<string?>> Send { get; set; } = default!;

    [Inject]
    private Browser Browser { get; set; } = default!;

    /// <summary>True if the words travel as SMS, and their number of segments matters.</summary>
    [Parameter]
    public bool HasSegments { get; set; } = true;

    private SmsSegments Segments => SmsSegments.Of(Draft);

    private bool IsLong => HasSegments && SegmentCount.IsLong(Segments);

    private bool TooLong => Draft.Trim().Length > Longest;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
            await Browser.FocusAsync(_text);
    }

    private async Task SendAsync()
    {
        if (_sending || TooLong || string.IsNullOrWhiteSpace(Draft)) // a second click may already be on its way
            return;
        _sending = true;
        _refusal = null;
        try
        {
            _refusal = await Send(Draft);
            if (_refusal is null)
                await KeepAsync("");
        }
        finally
        {
            _sending = false;
        }

        await Browser.FocusAsync(_text);
    }

    private Task KeepAsync(string? draft)
    {
        Draft = draft ?? "";
        return DraftChanged.InvokeAsync(Draft);
    }
}
