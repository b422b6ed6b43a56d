using System.Collections.Concurrent;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Risk;
using Helpline.Server.Commands;
using Helpline.Server.Startup;
using Helpline.Storage.Sql;

namespace Helpline.Server.Workers;

/// <summary>Takes newer files of the dialogs to work while the server runs, and finds the older revisions that conversations are in the middle of.</summary>
/// <remarks>
/// Files are looked at every <see cref="Interval"/> rather than watched: network file systems tell nobody of changes. They are read once they have been the
/// same twice, so that a copy under way is not taken for a mistake, and proven as at the start: what has an error is refused, and the revision before goes on.
/// A revision is kept in SQL before anybody begins with it here, so that other nodes find it.
/// </remarks>
internal sealed partial class DialogWatcher(
    DialogsAsRead read,
    LiveDialogs dialogs,
    DialogArchive archive,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<DialogWatcher> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Revisions that this version cannot read: whoever was in the middle of one goes on with the newest.</summary>
    private readonly ConcurrentDictionary<string, bool> _lost = [];

    /// <summary>Newer dialogs that are proven, and not kept in SQL yet.</summary>
    private (DialogEngine Dialogs, Triage Triage)? _proven;

    private DateTimeOffset? _namedAt;

    /// <summary>Makes sure that these revisions are at hand, as far as they are still to be had. Never throws.</summary>
    public async Task FindAsync(IEnumerable<string> revisions)
    {
        foreach (var revision in revisions.Where(revision => !dialogs.Has(revision) && !_lost.ContainsKey(revision)).Distinct().ToList())
        {
            try
            {
                if (await archive.ReadAsync(revision, CancellationToken.None) is { } sources)
                    dialogs.Add(new DialogEngine(DialogReader.ReadAgain(sources)));
            }
            catch (DialogLibraryException)
            {
                _lost[revision] = true;
                LogLost(revision);
            }
            catch (Exception error)
            {
                LogUnfound(revision, error.GetType().Name); // SQL is out of reach: the turns will not be committed either, and come again
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var taken = read.Fingerprint;
        var seen = taken;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                var now = DialogFiles.Fingerprint(read.Directory);
                if (now != taken && now == seen)
                {
                    taken = now;
                    Prove();
                }

                seen = now;
                if (_proven is not null || _namedAt is null || time.GetUtcNow() - _namedAt >= DialogArchive.NamedEvery)
                    await NameAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private void Prove()
    {
        _proven = null; // whatever waits is no longer the newest
        try
        {
            var library = DialogFiles.Read(read.Directory);
            _proven = (new DialogEngine(library), TriageSettings.Open(library, read.Directory, configuration));
        }
        catch (DialogLibraryException error)
        {
            Refuse(error.Problems);
        }
        catch (Exception error) when (error is StartupException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Refuse([new DialogProblem(read.Directory, 1, 1, error.Message)]);
        }
    }

    private void Refuse(IReadOnlyList<DialogProblem> problems)
    {
        var errors = problems.Where(problem => !problem.IsWarning).ToList();
        dialogs.Refuse(new DialogRefusal(time.GetUtcNow(), errors));
        LogRefused(errors.Count, errors[0]);
    }

    /// <summary>Keeps the newest revision in SQL, begins to work with it if it is proven only, and lets go of what nobody needs any more.</summary>
    private async Task NameAsync(CancellationToken cancellationToken)
    {
        try
        {
            await archive.NameAsync((_proven?.Dialogs ?? dialogs.Newest).Library, cancellationToken);
            Renew();
            var older = dialogs.Older; // asked first: what is found from here on is needed
            var kept = await archive.KeptAsync(cancellationToken);
            _lost.Clear();
            dialogs.Forget(older.Except(kept));
            _namedAt = time.GetUtcNow();
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            _namedAt = null;
            LogUnnamed(error.GetType().Name);
        }
    }

    private void Renew()
    {
        if (_proven is not { } proven)
            return;
        _proven = null;
        dialogs.Renew(proven.Dialogs, proven.Triage);
        LogRenewed(proven.Dialogs.Library.Revision);
    }

    [LoggerMessage(LogLevel.Information, "The dialogs were renewed: revision {Revision}. Conversations in the middle of one go on as they began.")]
    private partial void LogRenewed(string revision);

    [LoggerMessage(LogLevel.Error, "The dialogs have changed and have {Count} error(s), so the revision before stays at work. The first: {Problem}. 'dialogs lint' shows all.")]
    private partial void LogRefused(int count, DialogProblem problem);

    [LoggerMessage(LogLevel.Warning, "The dialogs' revision {Revision} was written for another version of this program; conversations in the middle of it go on with the newest.")]
    private partial void LogLost(string revision);

    [LoggerMessage(LogLevel.Warning, "The dialogs' revision {Revision} could not be looked up ({Error}).")]
    private partial void LogUnfound(string revision, string error);

    [LoggerMessage(LogLevel.Warning, "The dialogs' revision could not be kept in SQL ({Error}); trying again.")]
    private partial void LogUnnamed(string error);
}
