using System.CommandLine;

namespace Helpline.Benchmarks.Load;

/// <summary><c>load</c>: measures the whole service under signed webhooks and prints one line of JSON; what it is doing goes to the error stream.</summary>
internal static class LoadCommand
{
    public const string Verb = "load";

    public static Command Create()
    {
        var channel = new Option<string>("--channel")
        {
            Description = "How the children write: twilio (signed webhooks), directline (a stream open for each), or kannel (a flood of --messages through a real bearerbox and smsbox, beside Kannel's own speed).",
            DefaultValueFactory = _ => LoadOptions.Twilio,
        };
        channel.AcceptOnlyFromAmong(LoadOptions.Twilio, LoadOptions.DirectLine, LoadOptions.Kannel);
        var messages = Number("--messages", "With --channel kannel: how many.", 20_000, least: 1);
        var embedded = new Option<bool>("--embedded") { Description = "SQLite and Garnet inside the one server, instead of PostgreSQL and Redis." };
        var nodes = Number("--nodes", "Server processes.", 1, least: 1);
        var conversations = new Option<int?>("--conversations") { Description = "Children who text at the same time. Default: 64, with --rate twice the rate." };
        var rate = new Option<int?>("--rate") { Description = "Messages per second, evenly spaced whatever the answers. Default: each child texts again when the answer has come." };
        var seconds = Number("--seconds", "The measured time.", 30, least: 1);
        var warmUp = Number("--warm-up", "Seconds of the same traffic before it.", 10, least: 0);
        var stored = Number("--stored", "Finished conversations that the database holds already.", 0, least: 0);
        var burst = new Option<int?>("--burst") { Description = "So many new children text once within one second, every fiftieth in danger; that is measured instead." };
        var pgbench = Number("--pgbench", "Seconds for the same work as bare SQL; 0 leaves it out.", 10, least: 0);
        foreach (var option in new[] { conversations, rate, burst })
            AtLeast(option, 1);

        var command = new Command(Verb, "Measures the service from a child's message to its answer and receipt, stores, provider and load on this machine. Prints one line of JSON.")
        {
            channel, messages, embedded, nodes, conversations, rate, seconds, warmUp, stored, burst, pgbench,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(embedded) && result.GetValue(nodes) > 1)
                result.AddError("--embedded is one server with its stores inside; leave --nodes out.");
            if (result.GetValue(rate) is not null && result.GetValue(burst) is not null)
                result.AddError("--burst has a rate of its own; leave --rate out.");
            if (result.GetValue(channel) == LoadOptions.Kannel && (result.GetValue(nodes) > 1 || result.GetValue(rate) is not null || result.GetValue(burst) is not null))
                result.AddError("--channel kannel is a flood of --messages into one node; leave --nodes, --rate and --burst out.");
        });
        command.SetAction((parsed, cancel) =>
        {
            var options = new LoadOptions(
                parsed.GetValue(channel)!,
                parsed.GetValue(embedded),
                parsed.GetValue(nodes),
                parsed.GetValue(conversations) ?? parsed.GetValue(rate) * 2 ?? 64,
                parsed.GetValue(rate),
                parsed.GetValue(seconds),
                parsed.GetValue(warmUp),
                parsed.GetValue(stored),
                parsed.GetValue(burst),
                parsed.GetValue(pgbench));
            return options.Channel == LoadOptions.Kannel ? KannelFlood.RunAsync(options, parsed.GetValue(messages), cancel) : LoadRun.RunAsync(options, cancel);
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int normal, int least)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => normal };
        option.Validators.Add(result => Check(result.GetValueOrDefault<int>(), name, least, result.AddError));
        return option;
    }

    private static void AtLeast(Option<int?> option, int least) =>
        option.Validators.Add(result => Check(result.GetValueOrDefault<int?>(), option.Name, least, result.AddError));

    private static void Check(int? value, string name, int least, Action<string> error)
    {
        if (value < least)
            error($"{name} must be {least} or more.");
    }
}
