using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Helpline.Dialogs;

/// <summary>All that the library says and understands, per language.</summary>
public sealed partial class Phrasebook
{
    private const string Lines = "lines";
    private const string Time = "time";

    private readonly Dictionary<(string Language, string Key), Template> _texts;
    private readonly Dictionary<(string Language, string Answer), AnswerWords> _answers;
    private readonly Dictionary<string, IReadOnlyList<string>> _words;

    internal Phrasebook(
        IReadOnlyList<string> languages,
        IEnumerable<KeyValuePair<(string Language, string Key), string>> texts,
        Dictionary<(string Language, string Answer), AnswerWords> answers,
        ReferralDirectory referrals)
    {
        Languages = languages;
        Referrals = referrals;
        _texts = texts.ToDictionary(text => text.Key, text => new Template(text.Value, referrals));
        _answers = answers;
        _words = answers.GroupBy(answer => answer.Key.Answer, StringComparer.Ordinal).ToDictionary(
            answer => answer.Key,
            answer => (IReadOnlyList<string>)[.. languages.SelectMany(language => answers.TryGetValue((language, answer.Key), out var words) ? words.Normal : [])],
            StringComparer.Ordinal);
    }

    /// <summary>The languages that it speaks; the first is for who has chosen none.</summary>
    public IReadOnlyList<string> Languages { get; }

    private ReferralDirectory Referrals { get; }

    /// <summary>Every answer, by its full name.</summary>
    internal IEnumerable<string> Answers => _answers.Keys.Select(answer => answer.Answer);

    /// <summary>A phrase with its referral numbers filled in.</summary>
    /// <exception cref="KeyNotFoundException">The linter lets no library through that lacks a phrase it uses.</exception>
    public string Text(string language, string key) => Text(language, key, ImmutableDictionary<string, string>.Empty);

    /// <summary>A phrase with its referral numbers, and what is remembered of the child, filled in.</summary>
    public string Text(string language, string key, IReadOnlyDictionary<string, string> facts) => _texts[(language, key)].Fill(facts, lines: "");

    /// <summary>A phrase with the lines of the directory for a purpose, as far as they are valid where the child is: no line is shown as open that is closed.</summary>
    public string Text(string language, Referral referral, IReadOnlyDictionary<string, string> facts, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(referral);
        ArgumentNullException.ThrowIfNull(facts);
        var lines = Referrals.For(referral.Purpose, facts.GetValueOrDefault(FactNames.Place), now).Select(line => $"{line.Name[language]}: {line.Route}{Remark(language, line, now)}");
        return _texts[(language, referral.Phrase)].Fill(facts, string.Join('\n', lines));
    }

    /// <summary>A question with its numbered answers, as it is sent.</summary>
    public string Question(string language, Ending.Ask ask) => Question(language, ask, ImmutableDictionary<string, string>.Empty);

    /// <summary>A question with its numbered answers and what is remembered of the child.</summary>
    public string Question(string language, Ending.Ask ask, IReadOnlyDictionary<string, string> facts)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return WithOptions(language, Text(language, ask.Phrase, facts), ask);
    }

    /// <summary>Any first line, then a question's numbered answers.</summary>
    public string WithOptions(string language, string line, Ending.Ask ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return ask.Options.Count == 0 ? line : string.Join('\n', ask.Options.Select((option, index) => $"{index + 1} {Label(language, option.Answer)}").Prepend(line));
    }

    /// <summary>True if the phrase is there.</summary>
    internal bool Has(string language, string key) => _texts.ContainsKey((language, key));

    /// <summary>True if the answer has a label.</summary>
    internal bool Knows(string language, string answer) => _answers.ContainsKey((language, answer));

    public string Label(string language, string answer) => _answers[(language, answer)].Label;

    /// <summary>Every word, in every language, that means the answer, in normal form.</summary>
    internal IReadOnlyList<string> Words(string answer) => _words.GetValueOrDefault(answer, []);

    /// <summary>True if the answer's words count in short messages only.</summary>
    internal bool IsAlone(string answer) => Languages.Any(language => _answers.TryGetValue((language, answer), out var words) && words.Alone);

    /// <summary>The place that a message names, or null; the longest name decides.</summary>
    internal string? PlaceOf(string message) => Referrals.Places
        .SelectMany(place => place.Value.Words.Select(word => (place.Key, Word: word)))
        .Where(place => $" {message} ".Contains($" {place.Word} ", StringComparison.Ordinal))
        .OrderByDescending(place => place.Word.Length)
        .Select(place => place.Key)
        .FirstOrDefault();

    /// <summary>When a line is open, as far as that must be said: true from <paramref name="now"/> on, however long it stands there. Empty, or in brackets after a space.</summary>
    public string Remark(string language, ReferralLine line, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(line);
        if (line.Hours is not { } hours)
            return $" ({Text(language, SystemPhrases.HoursUnknown)})";
        if (hours.IsAlways)
            return "";
        var isOpen = hours.IsOpen(Referrals.Local(now));
        var time = (isOpen ? hours.To : hours.From).ToString("H:mm", CultureInfo.InvariantCulture);
        return $" ({Text(language, isOpen ? SystemPhrases.OpenUntil : SystemPhrases.ClosedUntil, new Dictionary<string, string> { [Time] = time })})";
    }

    [GeneratedRegex(@"\{(\w+(?:\.\w+)?)\}")]
    internal static partial Regex Placeholder();

    /// <summary>A phrase in its parts: texts, and between them the names of facts or of the directory's lines.</summary>
    private sealed class Template
    {
        private const string Fact = "fact.";

        /// <summary>Texts at even places, names at odd ones.</summary>
        private readonly string[] _parts;

        public Template(string text, ReferralDirectory referrals)
        {
            var known = Placeholder().Replace(text, match => referrals.Lines.TryGetValue(match.Groups[1].Value, out var line) ? line.Route : match.Value);
            _parts = Placeholder().Split(known);
        }

        public string Fill(IReadOnlyDictionary<string, string> facts, string lines) => _parts.Length == 1
            ? _parts[0]
            : string.Concat(_parts.Select((part, index) => index % 2 == 0 ? part
                : part == Lines ? lines
                : facts.GetValueOrDefault(part.StartsWith(Fact, StringComparison.Ordinal) ? part[Fact.Length..] : part, "")));
    }
}

/// <summary>An answer in one language.</summary>
/// <param name="Label">What is shown.</param>
/// <param name="Normal">The words that mean it, in normal form; the label among them.</param>
/// <param name="Alone">True for answers like yes and no, whose words stand in many sentences that mean something else: they count in short messages only.</param>
internal sealed record AnswerWords(string Label, IReadOnlyList<string> Normal, bool Alone);
