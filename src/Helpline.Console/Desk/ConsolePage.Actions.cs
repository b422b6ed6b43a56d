using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;
using Microsoft.Extensions.Logging;

namespace Helpline.Console.Desk;

// What the counsellor does; CounsellorDesk decides whether it may be done.
public sealed partial class ConsolePage
{
    private const string Unknown = "It is not sure whether that worked, because the database did not answer. Look at the conversation before you try again.";
    private bool _taking;
    private bool _acting;

    private async Task TakeAsync(WaitingChild child)
    {
        if (_taking)
            return;
        _taking = true;
        _notice = await DoAsync(() => Desk.TakeAsync(child.Conversation, _me, CancellationToken.None));
        _taking = false;
        if (_notice is null)
            Navigation.NavigateTo(ConsoleRoutes.Of(child.Conversation));
    }

    private Task<string?> SendAsync(ConversationId conversation, string text) =>
        DoAsync(() => Desk.ReplyAsync(conversation, _me, text, CancellationToken.None));

    private async Task RequeueAsync(ConversationId conversation)
    {
        if (_acting)
            return;
        _acting = true;
        _notice = await DoAsync(() => Desk.RequeueAsync(conversation, _me, CancellationToken.None));
        _acting = false;
        if (_notice is null)
            Navigation.NavigateTo(ConsoleRoutes.Console);
    }

    private Task<string?> SetLevelAsync(ConversationId conversation, RiskLevel seen, RiskLevel level, string reason) =>
        DoAsync(() => Desk.SetLevelAsync(conversation, _me, seen, level, reason, CancellationToken.None));

    private async Task<string?> CloseAsync(ConversationId conversation, HandoffOutcome outcome, RiskLevel closingLevel, string? note)
    {
        var refusal = await DoAsync(() => Desk.CloseAsync(conversation, _me, outcome, closingLevel, note, CancellationToken.None));
        if (refusal is null)
            Navigation.NavigateTo(ConsoleRoutes.Console);
        return refusal;
    }

    /// <summary>Does it to the end even if the screen is closed meanwhile; null if it was done, else why not.</summary>
    private async Task<string?> DoAsync(Func<Task<string?>> action)
    {
        string? refusal;
        try
        {
            refusal = await action();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogFailed(Logger, error.GetType().Name);
            refusal = Unknown;
        }

        await RefreshAsync(all: true);
        return refusal;
    }

    [LoggerMessage(LogLevel.Error, "A counsellor's action failed ({Error}).")]
    private static partial void LogFailed(ILogger logger, string error);
}
