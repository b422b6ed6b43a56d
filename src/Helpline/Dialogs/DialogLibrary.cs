using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>Everything under <c>dialogs/</c>, read and proven: immutable, safe to share between threads.</summary>
/// <param name="Revision">Hash of what children are told and asked (all files but the lexicons); a conversation remembers which one it is in.</param>
/// <param name="States">By name, <c>flow.state</c>.</param>
/// <param name="Flows">By name.</param>
public sealed record DialogLibrary(
    string Revision,
    RootDialog Root,
    IReadOnlyDictionary<string, DialogState> States,
    IReadOnlyDictionary<string, Flow> Flows,
    Phrasebook Phrases,
    ReferralDirectory Referrals,
    IReadOnlyList<Lexicon> Lexicons)
{
    /// <summary>What it was read from, but for the lexicons: from these it can be read again by <see cref="DialogReader.ReadAgain"/>.</summary>
    public IReadOnlyList<DialogSource> Sources { get; init; } = [];

    /// <summary>The languages that children are offered; the first is the one that translations are made from.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Languages that are being translated into; no child is offered them.</summary>
    public IReadOnlyList<string> Preparing { get; init; } = [];

    /// <summary>How the translations stand to the first language's texts, by language, those in preparation too.</summary>
    public IReadOnlyList<TranslationRecord> Translations { get; init; } = [];

    /// <summary>What should be mended although the library can be used.</summary>
    public IReadOnlyList<DialogProblem> Warnings { get; init; } = [];

    /// <summary>The states' flow titles and questions say where a child is; this says it in words for a counsellor.</summary>
    public string Title(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return States.TryGetValue(state, out var known) && Flows.TryGetValue(known.Flow, out var flow) ? flow.Title : state;
    }
}
