using Helpline.Risk;

namespace Helpline.Dialogs;

/// <summary>Everything under <c>dialogs/</c>, read and proven: immutable, safe to share between threads.</summary>
/// <param name="Revision">Hash of all files' content; a conversation remembers which one it runs on.</param>
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
    /// <summary>What should be mended although the library can be used.</summary>
    public IReadOnlyList<DialogProblem> Warnings { get; init; } = [];

    /// <summary>Every word that works everywhere, in normal form, and the answer that it means.</summary>
    internal IReadOnlyDictionary<string, string> GlobalWords { get; } = Root.Words.Keys.SelectMany(answer => Phrases.Words(answer).Select(word => (word, answer))).DistinctBy(pair => pair.word).ToDictionary(pair => pair.word, pair => pair.answer, StringComparer.Ordinal);

    /// <summary>The states' flow titles and questions say where a child is; this says it in words for a counsellor.</summary>
    public string Title(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return States.TryGetValue(state, out var known) && Flows.TryGetValue(known.Flow, out var flow) ? flow.Title : state;
    }
}
