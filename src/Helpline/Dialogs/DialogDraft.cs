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

    /// <summary>Where a line of the directory stands.</summary>
    public Dictionary<string, Place> Lines { get; } = new(StringComparer.Ordinal);

    /// <summary>The draft of a language in preparation: it shares all but the words.</summary>
    public DialogDraft Prepare(string language) => new([]) { Languages = [language], States = States, Flows = Flows };

    public Phrasebook Phrasebook() => new(
        Languages,
        Texts.Select(text => KeyValuePair.Create(text.Key, text.Value.Value)),
        Answers.ToDictionary(answer => answer.Key, answer => answer.Value.Value),
        Referrals ?? ReferralDirectory.Empty);

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
