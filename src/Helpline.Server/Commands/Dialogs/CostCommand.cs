using System.CommandLine;
using System.Globalization;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Server.Startup;
using Spectre.Console;

namespace Helpline.Server.Commands.Dialogs;

/// <summary><c>dialogs cost</c>: what the ways through each flow cost, in segments and, where prices are configured, in money.</summary>
internal static class CostCommand
{
    /// <param name="console">Where it is printed.</param>
    public static Command Create(IAnsiConsole console)
    {
        var directory = DialogsCommand.Directory();
        var channel = new Option<string?>("--channel") { Description = "A channel of the configuration's Prices:Channels; default: segments only." };
        var command = new Command("cost", "Prints what the cheapest, the typical and the dearest way through each flow costs, by language.") { directory, channel };
        command.TreatUnmatchedTokensAsErrors = false; // settings, such as prices
        command.SetAction(parsed =>
        {
            var prices = HelplineHost.Settings([.. parsed.UnmatchedTokens]).GetSection(PriceOptions.Section).Get<PriceOptions>() ?? new PriceOptions();
            Print(DialogFiles.Read(parsed.GetRequiredValue(directory)), parsed.GetValue(channel), Price(prices, parsed.GetValue(channel)), prices.Currency, console);
        });
        return command;
    }

    private static ChannelPrice? Price(PriceOptions prices, string? channel) => channel is null ? null
        : prices.Channels.TryGetValue(channel, out var price) ? price
        : throw new StartupException($"Prices:Channels has no '{channel}'; it has {(prices.Channels.Count == 0 ? "none" : string.Join(", ", prices.Channels.Keys))}. Set Prices:Currency, Prices:Channels:{channel}:Outbound and :Inbound.");

    private static void Print(DialogLibrary library, string? channel, ChannelPrice? price, string currency, IAnsiConsole console)
    {
        var inSegments = channel is null || ChannelNames.HasSegments(channel);
        var costs = new FlowCosts(library, inSegments);
        var unit = price is null ? "segments" : $"{(inSegments ? "segments" : "messages")}, {currency}";
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns("flow", "language", $"cheapest ({unit})", $"typical ({unit})", $"dearest ({unit})", "budget");
        foreach (var flow in library.Flows.OrderBy(flow => flow.Key, StringComparer.Ordinal))
        {
            foreach (var language in library.Languages)
            {
                var cost = costs.Of(flow.Key, language);
                table.AddRow(
                    new Text(language == library.Languages[0] ? flow.Key : ""),
                    new Text(language),
                    Amount(cost.Cheapest.Segments, cost.Cheapest.Answers, price),
                    Amount(cost.TypicalSegments, cost.TypicalAnswers, price),
                    Amount(cost.Dearest.Segments, cost.Dearest.Answers, price),
                    new Text((inSegments ? flow.Value.Budget : null)?.ToString(CultureInfo.InvariantCulture) ?? "").RightJustified());
            }
        }

        console.Write(table);
    }

    private static Text Amount(double segments, double answers, ChannelPrice? price)
    {
        var text = segments.ToString("0.#", CultureInfo.InvariantCulture);
        if (price is not null)
            text += (((decimal)segments * price.Outbound) + ((decimal)answers * price.Inbound)).ToString("  0.00", CultureInfo.InvariantCulture);
        return new Text(text).RightJustified();
    }
}
