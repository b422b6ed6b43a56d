using System.Collections.Immutable;
using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>A library while it is being read: values with their places, so that the linter can point at them.</summary>
internal sealed class DialogDraft(List<DialogProblem> problems)
{
    public List<DialogProblem> Problems { get; } = problems;

    /// <summary>What languages.yaml says; null: it is not there.</summary>
    public LanguageList? Declared { get; set; }

    /// <summary>The languages whose phrases are here: those that are live.</summary>
    public IReadOnlyList<string> Languages { get; set; } = [];

    /// <summary>Languages in preparation: the same dialogs, in words that no child is told yet, with problems of their own.</summary>
    public Dictionary<string, DialogDraft> Preparing { get; } = new(StringComparer.Ordinal);

    public Located<RootDialog>? Root { get; set; }

    public Dictionary<string, Located<DialogState>> States { get; private init; } = new(StringComparer.Ordinal);

    public Dictionary<string, Flow> Flows { get; private init; } = new(StringComparer.Ordinal);

    public Dictionary<(string Language, string Key), Located<string>> Texts { get; } = [];

    public Dictionary<(string Language, string Answer), Located<AnswerWords>> Answers { get; } = [];

    public ReferralDirectory? Referrals { get; set; }

    public List<Lexicon> Lexicons { get; } = [];

    /// <summary>Where a lexicon's rule stands, by (language, rule id).</summary>
    public Dictionary<(string Language, string Rule), Place> Rules { get; } = [];

    /// <summary>Words, by language, that name a sensitive topic; those that end with * stand for all that begin so.</summary>
    public Dictionary<string, IReadOnlyList<string>> PrivateWords { get; } = new(StringComparer.Ordinal);

    /// <summary>By language: the marks of the texts that its translations were made from.</summary>
    public Dictionary<string, IReadOnlyDictionary<string, string>> Translated { get; } = new(StringComparer.Ordinal);

    /// <summary>Where a line of the directory stands.</summary>
    public Dictionary<string, Place> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>The draft of a language in preparation: it shares all but the words.</summary>
    public DialogDraft Prepare(string language) => new([]) { Languages = [language], States = States, Flows = Flows };

    /// <summary>How the translations of all languages stand to the first language's texts.</summary>
    public IReadOnlyList<TranslationRecord> Translations() =>
        [.. Languages.Skip(1).Select(language => Translation(language, this)).Concat(Preparing.Select(prepared => Translation(prepared.Key, prepared.Value)))];

    public Phrasebook Phrasebook() => new(
        Languages,
        Texts.Select(text => KeyValuePair.Create(text.Key, text.Value.Value)),
        Answers.ToDictionary(answer => answer.Key, answer => answer.Value.Value),
        Referrals ?? ReferralDirectory.Empty);

    private TranslationRecord Translation(string language, DialogDraft words)
    {
        var source = Languages[0];
        var phrases = Texts.Where(text => text.Key.Language == source && words.Texts.ContainsKey((language, text.Key.Key))).Select(text => KeyValuePair.Create(text.Key.Key, text.Value.Value));
        var labels = Answers.Where(answer => answer.Key.Language == source && words.Answers.ContainsKey((language, answer.Key.Answer)))
            .Select(answer => KeyValuePair.Create(TranslationRecord.Labels + answer.Key.Answer, answer.Value.Value.Label));
        return new TranslationRecord(language, phrases.Concat(labels), words.Translated.GetValueOrDefault(language) ?? ImmutableDictionary<string, string>.Empty);
    }

    /// <summary>Gives options their answers' full names: an answer of the flow's own comes before a shared one.</summary>
    public void NameAnswers()
    {
        var own = Answers.Keys.Select(answer => answer.Answer).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, state) in States)
        {
            if (state.Value.Ending is Ending.Ask ask)
                States[name] = state with { Value = state.Value with { Ending = ask with { Options = [.. ask.Options.Select(option => own.Contains($"{state.Value.Flow}.{option.Answer}") ? option with { Answer = $"{state.Value.Flow}.{option.Answer}" } : option)] } } };
        }
    }
}

/// <summary>A value and where it was read.</summary>
internal readonly record struct Located<T>(T Value, Place At);
