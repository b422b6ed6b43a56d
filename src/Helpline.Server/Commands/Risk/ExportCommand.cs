using System.CommandLine;
using System.Globalization;
using System.Text;
using Helpline.Dialogs;
using Helpline.Server.Startup;
using Helpline.Storage.Reading;
using Helpline.Storage.Sql;

namespace Helpline.Server.Commands.Risk;

/// <summary>
/// <c>triage export</c>: a deployment's own conversations, labelled by their counsellors' closing levels, for <c>triage train</c>. Works beside a running
/// server: it only reads.
/// </summary>
internal static class ExportCommand
{
    private const string Header = "text\tlabel\tlang\tcategory\tdanger";
    private const string Warning = "This file holds children's own words, unencrypted. Keep it on this machine, show it to nobody, and delete it as soon as the model is trained.";

    public static Command Create()
    {
        var file = new Argument<FileInfo>("file") { Description = "The TSV file to write. It must not be there yet." };
        var days = new Option<int>("--days") { Description = "Conversations closed in the last so many days. Default: 365.", DefaultValueFactory = _ => 365 };
        days.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 36_500))
                result.AddError("--days is a number of days, 1 to 36500.");
        });
        var command = new Command("export", "Writes the messages of conversations that counsellors have closed, labelled, for 'triage train'. The file holds children's words.") { file, days };
        command.TreatUnmatchedTokensAsErrors = false; // settings go to the host
        command.SetAction(async (parsed, cancel) =>
        {
            await using var app = HelplineHost.Build([.. parsed.UnmatchedTokens]);
            await app.Services.GetRequiredService<Database>().PrepareAsync(cancel);
            var target = parsed.GetRequiredValue(file);
            await Terminal.Error.WriteLineAsync(Warning);
            var (conversations, messages, atRisk) = await WriteAsync(app.Services.GetRequiredService<TrainingQueries>(), TimeSpan.FromDays(parsed.GetValue(days)), target.FullName, cancel);
            Terminal.WriteLine($"{messages} messages of {conversations} conversations, {atRisk} of them at risk, are in {target.Name}. Train with: triage train {target.Name} --output model.bin");
            return 0;
        });
        return command;
    }

    /// <summary>Writes the file whole or leaves none.</summary>
    internal static async Task<(int Conversations, int Messages, int AtRisk)> WriteAsync(TrainingQueries queries, TimeSpan within, string path, CancellationToken cancellationToken)
    {
        await using var writer = NewFile(path);
        try
        {
            var (messages, atRisk) = (0, 0);
            var judged = await queries.JudgedAsync(within, cancellationToken);
            await writer.WriteLineAsync(Header);
            await TriageCommand.ProgressAsync("exporting", judged.Count, async step =>
            {
                await foreach (var conversation in queries.ReadAsync(judged, cancellationToken))
                {
                    foreach (var message in TrainingLabels.Of(conversation))
                    {
                        await writer.WriteLineAsync($"{message.Text}\t{(message.IsAtRisk ? 1 : 0)}\t{message.Language}\t{message.Category ?? "-"}\t{(message.Danger is { } danger ? SnakeCase.Of(danger) : "-")}");
                        messages++;
                        atRisk += message.IsAtRisk ? 1 : 0;
                    }

                    step();
                }
            });
            return (judged.Count, messages, atRisk);
        }
        catch (Exception)
        {
            File.Delete(path); // half of it would be forgotten somewhere
            throw;
        }
    }

    private static StreamWriter NewFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            return new StreamWriter(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options) { NewLine = "\n" };
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new StartupException($"{path} is there already and is not overwritten. Name another file, or delete that one if it is an old export.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be written: {error.Message}");
        }
    }
}
