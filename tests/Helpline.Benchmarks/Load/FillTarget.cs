using System.Globalization;

namespace Helpline.Benchmarks.Load;

/// <summary>
/// Fills the service's tables with finished conversations (a contact, a message that had its turn, a closed conversation, a delivered answer), all
/// made by the database itself. Columns that this does not know get their type's zero, so that a new one does not break it.
/// </summary>
internal abstract class FillTarget : IAsyncDisposable
{
    private const int Chunk = 50_000;

    public async Task FillAsync(int count)
    {
        var begun = TimeProvider.System.GetTimestamp();
        await BeginAsync();
        var time = TimeProvider.System.GetUtcNow().AddDays(-30).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        foreach (var (table, known) in Tables(time))
        {
            var columns = new Dictionary<string, string>(known);
            foreach (var (column, type) in await RequiredColumnsAsync(table))
                columns.TryAdd(column, ZeroOf(type));
            for (var first = 1; first <= count; first += Chunk)
                await ExecuteAsync($"""INSERT INTO "{table}" ({string.Join(", ", columns.Keys.Select(name => $"\"{name}\""))}) {Select(columns.Values, first, Math.Min(count, first + Chunk - 1))}""");
        }

        await EndAsync();
        await Console.Error.WriteLineAsync($"{count} finished conversations stored in {TimeProvider.System.GetElapsedTime(begun).TotalSeconds:F0} s");
    }

    public abstract ValueTask DisposeAsync();

    protected abstract Task BeginAsync();

    protected abstract Task EndAsync();

    protected abstract Task ExecuteAsync(string sql);

    /// <summary>Columns that must have a value and have none by default, with their types.</summary>
    protected abstract Task<IReadOnlyList<(string Name, string Type)>> RequiredColumnsAsync(string table);

    /// <summary>A query for the expressions, <c>i</c> running from first to last.</summary>
    protected abstract string Select(IEnumerable<string> expressions, int first, int last);

    /// <summary>An id made of <c>i</c> and a digit for the kind.</summary>
    protected abstract string Id(int kind);

    protected abstract string Bytes(int length);

    /// <summary>32 hexadecimal digits.</summary>
    protected abstract string Digits { get; }

    protected abstract string ZeroOf(string type);

    private IEnumerable<(string Table, Dictionary<string, string> Columns)> Tables(string time)
    {
        var (contact, conversation) = (Id(1), Id(2));
        yield return ("contacts", new()
        {
            ["Id"] = contact,
            ["Channel"] = "'twilio'",
            ["AddressHash"] = Bytes(32),
            ["AddressBox"] = Bytes(42),
            ["WrappedKey"] = Bytes(60),
            ["KeyId"] = "'key-1'",
            ["CreatedAt"] = $"{time} + i",
        });
        yield return ("conversations", new()
        {
            ["Id"] = conversation,
            ["ContactId"] = contact,
            ["Channel"] = "'twilio'",
            ["ServiceAddress"] = $"'{Twilio.Number}'",
            ["Lifecycle"] = "3",
            ["Language"] = "'en'",
            ["Revision"] = Digits,
            ["StateBox"] = Bytes(600),
            ["PaceBox"] = Bytes(300),
            ["NextSequence"] = "3",
            ["Version"] = "2",
            ["CreatedAt"] = $"{time} + i",
            ["LastHeardAt"] = $"{time} + i",
            ["ClosedAt"] = $"{time} + i",
        });
        yield return ("inbox", new()
        {
            ["ContactId"] = contact,
            ["Channel"] = "'twilio'",
            ["ProviderId"] = $"'SM' || {Digits}",
            ["BodyBox"] = Bytes(80),
            ["ServiceAddress"] = $"'{Twilio.Number}'",
            ["ReceivedAt"] = $"{time} + i",
            ["DoneAt"] = $"{time} + i",
            ["ConversationId"] = conversation,
            ["Sequence"] = "1",
            ["RiskLevel"] = "0",
            ["AssessmentBox"] = Bytes(100),
        });
        yield return ("outbox", new()
        {
            ["Id"] = Id(3),
            ["ContactId"] = contact,
            ["ConversationId"] = conversation,
            ["Sequence"] = "2",
            ["Channel"] = "'twilio'",
            ["ServiceAddress"] = $"'{Twilio.Number}'",
            ["BodyBox"] = Bytes(250),
            ["Status"] = "4",
            ["ProviderId"] = $"'SM' || {Digits}",
            ["Attempts"] = "1",
            ["CreatedAt"] = $"{time} + i",
            ["DueAt"] = $"{time} + i",
            ["ChangedAt"] = $"{time} + i",
        });
    }
}
