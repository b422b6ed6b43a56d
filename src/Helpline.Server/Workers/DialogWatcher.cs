using System.Collections.Concurrent;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Server.Commands;
using Helpline.Server.Startup;
using Helpline.Storage.Sql;

namespace Helpline.Server.Workers;

/// <summary>Takes newer files of the dialogs to work while the server runs, and finds the older revisions that conversations are in the middle of.</summary>
/// <remarks>
/// Files are looked at every <see cref="Interval"/> rather than watched: network file systems tell nobody of changes. They are read once they have been the
/// same twice, so that a copy under way is not taken for a mistake, and proven as at the start: what has an error is refused, and the revision before goes on.
/// </remarks>
internal sealed partial class DialogWatcher(
    string directory,
    LiveDialogs dialogs,
    DialogArchive archive,
    IConfiguration configuration,
    TimeProvider time,
    ILogger<DialogWatcher> logger) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Revisions that nobody has, or that this version cannot read: whoever was in the middle of one goes on with the newest.</summary>
    private readonly ConcurrentDictionary<string, bool> _lost = [];

    /// <summary>Makes sure that these revisions are at hand, as far as they are still to be had. Never throws.</summary>
    public async Task FindAsync(IEnumerable<string> revisions)
    {
        foreach (var revision in revisions.Where(revision => !dialogs.Has(revision) && !_lost.ContainsKey(revision)).Distinct().ToList())
        {
            try
            {
                if (await archive.ReadAsync(revision, CancellationToken.None) is { } sources)
                    dialogs.Add(new DialogEngine(DialogReader.ReadAgain(sources)));
                else
                    _lost[revision] = true;
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
        var taken = Fingerprint();
        var seen = taken;
        DateTimeOffset? namedAt = null;
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                var now = Fingerprint();
                if (now != taken && now == seen)
                {
                    taken = now;
                    if (Renew())
                        namedAt = null;
                }

                seen = now;
                if (namedAt is null || time.GetUtcNow() - namedAt >= DialogArchive.NamedEvery)
                    namedAt = await NameAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private bool Renew()
    {
        try
        {
            var library = DialogFiles.Read(directory);
            dialogs.Renew(new DialogEngine(library), TriageSettings.Open(library, directory, configuration));
            _lost.Clear();
            LogRenewed(library.Revision);
            return true;
        }
        catch (DialogLibraryException error)
        {
            Refuse(error.Problems);
        }
        catch (Exception error) when (error is StartupException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            Refuse([new DialogProblem(directory, 1, 1, error.Message)]);
        }

        return false;
    }

    private void Refuse(IReadOnlyList<DialogProblem> problems)
    {
        var errors = problems.Where(problem => !problem.IsWarning).ToList();
        dialogs.Refuse(new DialogRefusal(time.GetUtcNow(), errors));
        LogRefused(errors.Count, errors[0]);
    }

    private async Task<DateTimeOffset?> NameAsync(CancellationToken cancellationToken)
    {
        try
        {
            await archive.NameAsync(dialogs.Newest.Library, cancellationToken);
            var kept = await archive.LiveAsync(cancellationToken);
            _lost.Clear();
            dialogs.Keep(kept.Select(revision => revision.Revision).ToHashSet());
            return time.GetUtcNow();
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogUnnamed(error.GetType().Name);
            return null;
        }
    }

    /// <summary>What changes when a file of the library does. Empty while the directory cannot be read.</summary>
    private string Fingerprint()
    {
        try
        {
            var files = new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Extension is ".yaml" or ".bin").OrderBy(file => file.FullName, StringComparer.Ordinal);
            return string.Join('\n', files.Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
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
