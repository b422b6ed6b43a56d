using Helpline.Console.Live;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Storage;
using Helpline.Storage.Reading;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Logging;

namespace Helpline.Console.Operations;

/// <summary>The operators' screen. Live until it is disposed; numbers only.</summary>
public sealed partial class OperationsPage : ComponentBase
{
    /// <summary>Counting is dearer than showing: under load the board is read once in this time, however many hints come.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>For what changes slowly and is dear to count: three months of triage, all conversations in dialogs.</summary>
    private static readonly TimeSpan SlowIsGoodFor = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _closing = new();
    private ITimer? _clock;
    private OperationsView? _view;
    private TriageRecord? _triage;
    private DateTimeOffset _slowReadAt;
    private IReadOnlyList<LiveRevision> _revisions = [];
    private DialogEngine? _newest;
    private bool _redisIsUp = true;
    private DateTimeOffset _readAt;
    private DateTimeOffset? _staleSince;

    /// <summary>Entries in this node's spool; null if it takes none.</summary>
    private int? _spooled;

    [Inject]
    private OperationsQueries Queries { get; set; } = default!;

    [Inject]
    private LoopDesk Loops { get; set; } = default!;

    [Inject]
    private LiveDialogs Dialogs { get; set; } = default!;

    [Inject]
    private DialogArchive Archive { get; set; } = default!;

    [Inject]
    private IEnumerable<IChannel> Channels { get; set; } = default!;

    [Inject]
    private StoreHealth Store { get; set; } = default!;

    [Inject]
    private Hints Hints { get; set; } = default!;

    [Inject]
    private ChangeFeed Changes { get; set; } = default!;

    [Inject]
    private TimeProvider Time { get; set; } = default!;

    [Inject]
    private ILogger<OperationsPage> Logger { get; set; } = default!;

    private int Waiting => _view?.Waiting.Values.Sum() ?? 0;

    private string Title => Waiting > 0 ? $"({Waiting}) Operations" : "Operations";

    public void Dispose()
    {
        _clock?.Dispose();
        _closing.Cancel();
        _closing.Dispose();
    }

    protected override void OnInitialized()
    {
        _readAt = Time.GetUtcNow();
        _clock = Time.CreateTimer(_ => _ = InvokeAsync(StateHasChanged), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        _ = FollowAsync(_closing.Token);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        using var changes = Changes.Subscribe();
        try
        {
            while (true)
            {
                await InvokeAsync(() => RefreshAsync(cancellationToken));
                await Task.Delay(Pause, Time, cancellationToken);
                await changes.NextAsync(cancellationToken);
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

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            _spooled = Store.Spooled;
            _redisIsUp = await Hints.IsUpAsync();
            _view = await Queries.ReadAsync(Channels.Select(channel => channel.Name).Distinct(), cancellationToken);
            _readAt = Time.GetUtcNow();
            if (_triage is null || _readAt - _slowReadAt >= SlowIsGoodFor || _newest != Dialogs.Newest)
            {
                (_newest, _slowReadAt) = (Dialogs.Newest, _readAt);
                _revisions = await Archive.LiveAsync(cancellationToken);
                _triage = await Queries.TriageRecordAsync(cancellationToken);
            }

            _staleSince = null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            _staleSince ??= _readAt;
            LogStale(Logger, error.GetType().Name);
        }

        StateHasChanged();
    }

    private async Task<string?> LiftAsync(ContactId contact)
    {
        try
        {
            var refusal = await Loops.LiftAsync(contact, CancellationToken.None);
            await RefreshAsync(_closing.Token);
            return refusal;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogActionFailed(Logger, error.GetType().Name);
            return "It is not sure whether that worked, because the database did not answer. Look at the table before you try again.";
        }
    }

    [LoggerMessage(LogLevel.Error, "An operator's action failed ({Error}).")]
    private static partial void LogActionFailed(ILogger logger, string error);

    [LoggerMessage(LogLevel.Error, "An operations board could not be brought up to date ({Error}); it tries again.")]
    private static partial void LogStale(ILogger logger, string error);
}
