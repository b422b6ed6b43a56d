using Helpline.Console.Account;
using Helpline.Console.Live;
using Helpline.Handoffs;
using Helpline.Messages;
using Helpline.Storage.Reading;
using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging;

namespace Helpline.Console.Desk;

/// <summary>A counsellor's screen: who waits, what is held, and one open conversation. Live until it is disposed.</summary>
public sealed partial class ConsolePage : ComponentBase
{
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed; // outlives its source: an action may end after the screen
    private readonly Dictionary<ConversationId, string> _drafts = [];
    private readonly Newcomers _newcomers = new();
    private CounsellorId _me;
    private bool _supervises;
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;
    private bool _isRead;
    private DateTimeOffset _readAt;
    private DateTimeOffset? _staleSince;
    private IReadOnlyList<WaitingChild> _waiting = [];
    private IReadOnlyList<HeldConversation> _held = [];
    private IReadOnlyList<UndeliveredReplies> _undelivered = [];
    private ConversationView? _view;
    private bool _lost;
    private CloseDialog? _close;
    private string? _notice;
    private bool _showFacts;

    public ConsolePage() => _closed = _closing.Token;

    [Parameter]
    public Guid? Conversation { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Session { get; set; } = default!;

    [Inject]
    private ConsoleQueries Queries { get; set; } = default!;

    [Inject]
    private CounsellorDesk Desk { get; set; } = default!;

    [Inject]
    private ChangeFeed Changes { get; set; } = default!;

    [Inject]
    private Browser Browser { get; set; } = default!;

    [Inject]
    private NavigationManager Navigation { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<ConsolePage> Logger { get; set; } = default!;

    private ConversationId? Open => Conversation is { } id ? new ConversationId(id) : null;

    private string Draft => Open is { } open ? _drafts.GetValueOrDefault(open, "") : "";

    private string Title =>
        (_waiting.Count > 0 ? $"({_waiting.Count}) " : "") + "Console" + (_newcomers.News is [var first, ..] ? $" · new: {Labels.Inline(Labels.Of(first.Level))} risk" : "");

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        var user = (await Session).User;
        _me = StaffClaims.IdOf(user);
        _supervises = user.IsInRole(Roles.Supervisor);
        _zone = await Browser.ZoneAsync();
        _ = FollowAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_view?.Id == Open)
            return;
        _view = null;
        _lost = false;
        _showFacts = false;
        await RefreshAsync(all: false);
    }

    private string? WhyNot(ConversationView view) => _lost ? Holding.Lost : Holding.WhyNot(view, _me);

    /// <summary>Redraws at every hint and every poll, for as long as the screen is open.</summary>
    private async Task FollowAsync()
    {
        using var changes = Changes.Subscribe();
        try
        {
            await InvokeAsync(() => RefreshAsync(all: true));
            while (true)
            {
                var changed = await changes.NextAsync(_closed);
                await InvokeAsync(() => RefreshAsync(all: changed.Count == 0 || (Open is { } open && changed.Contains(open))));
            }
        }
        catch (OperationCanceledException)
        {
            // The screen was closed.
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error); // a screen that has stopped being live must say so
        }
    }

    /// <summary>Reads the lists, and the open conversation if it is not on the screen or <paramref name="all"/> is asked for.</summary>
    private async Task RefreshAsync(bool all)
    {
        try
        {
            var open = Open;
            if (open is { } id && (all || _view?.Id != id))
            {
                var view = await Queries.ConversationAsync(id, _me, _supervises, _closed);
                if (open == Open) // else another one was opened meanwhile
                {
                    _lost = view is null && _view is not null;
                    _view = view ?? _view;
                }
            }

            _waiting = await Queries.WaitingAsync(_closed);
            _newcomers.Look(_waiting, _held.Select(held => held.Conversation));
            _held = await Queries.HeldByAsync(_me, _closed);
            _undelivered = await Queries.UndeliveredAsync(_me, _closed);
            _isRead = true;
            _readAt = Time.GetUtcNow();
            _staleSince = null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _staleSince ??= _isRead ? _readAt : Time.GetUtcNow();
            LogStale(Logger, error.GetType().Name);
        }

        StateHasChanged();
    }

    [LoggerMessage(LogLevel.Error, "A console could not be brought up to date ({Error}); it tries again.")]
    private static partial void LogStale(ILogger logger, string error);
}
