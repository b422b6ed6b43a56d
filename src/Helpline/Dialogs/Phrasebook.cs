using System.Text.RegularExpressions;

namespace Helpline.Dialogs;

/// <summary>All that the library says and understands, per language.</summary>
public sealed partial class Phrasebook
{
    private readonly IReadOnlyDictionary<(string Language, string Key), string> _texts;
    private readonly IReadOnlyDictionary<(string Language, string Answer), AnswerWords> _answers;
    private readonly ReferralDirectory _referrals;

    internal Phrasebook(
        IReadOnlyDictionary<(string Language, string Key), string> texts,
        IReadOnlyDictionary<(string Language, string Answer), AnswerWords> answers,
        ReferralDirectory referrals)
    {
        _texts = texts;
        _answers = answers;
        _referrals = referrals;
    }

    /// <summary>A phrase with its referral numbers filled in.</summary>
    /// <exception cref="KeyNotFoundException">The linter lets no library through that lacks a phrase it uses.</exception>
    public string Text(string language, string key) =>
        Placeholder().Replace(_texts[(language, key)], match => _referrals.Lines[match.Groups[1].Value].Route);

    /// <summary>A question with its numbered answers, as it is sent.</summary>
    public string Question(string language, Ending.Ask ask) => WithOptions(language, Text(language, ask.Phrase), ask);

    /// <summary>Any first line, then a question's numbered answers.</summary>
    public string WithOptions(string language, string line, Ending.Ask ask)
    {
        ArgumentNullException.ThrowIfNull(ask);
        return string.Join('\n', ask.Options.Select((option, index) => $"{index + 1} {Label(language, option.Answer)}").Prepend(line));
    }

    public string Label(string language, string answer) => _answers[(language, answer)].Label;

    /// <summary>Every word, in every language, that means the answer, in normal form.</summary>
    internal IEnumerable<string> Words(string answer) =>
        Languages.All.SelectMany(language => _answers.TryGetValue((language, answer), out var words) ? words.Normal : []);

    /// <summary>True if the answer's words count in short messages only.</summary>
    internal bool IsAlone(string answer) => Languages.All.Any(language => _answers.TryGetValue((language, answer), out var words) && words.Alone);

    [GeneratedRegex(@"\{(\w+)\}")]
    internal static partial Regex Placeholder();
}

/// <summary>An answer in one language.</summary>
/// <param name="Label">What is shown.</param>
/// <param name="Normal">The words that mean it, in normal form; the label among them.</param>
/// <param name="Alone">True for answers like yes and no, whose words stand in many sentences that mean something else: they count in short messages only.</param>
internal sealed record AnswerWords(string Label, IReadOnlyList<string> Normal, bool Alone);
