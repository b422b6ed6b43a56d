using Helpline.Messages;

namespace Helpline.Dialogs.Lint;

/// <summary>Every message fits its SMS, whatever is filled in.</summary>
internal static class LengthChecks
{
    /// <summary>Segments that one SMS may have.</summary>
    public const int MostSegments = 2;

    /// <summary>Digits that a number that is filled in has.</summary>
    private const int Digits = 3;

    public static void Check(DialogDraft draft)
    {
        var phrases = draft.Phrasebook();
        var facts = Longest(draft);
        CheckTexts(draft);
        foreach (var state in draft.States.Values)
        {
            foreach (var language in draft.Languages)
            {
                if (state.Value.Ending is Ending.Ask ask)
                {
                    var at = draft.Texts[(language, ask.Phrase)].At;
                    Check(draft, at, $"the question of '{state.Value.Name}' with its answers in {language}", phrases.Question(language, ask, facts));
                    Check(draft, at, $"the simpler question of '{state.Value.Name}' in {language}", phrases.WithOptions(language, phrases.Text(language, SystemPhrases.Simpler), ask));
                }

                if (state.Value.Refer is { } referral)
                    CheckReferral(draft, phrases, facts, language, state.Value.Name, referral);
            }
        }
    }

    /// <summary>The texts by themselves.</summary>
    public static void CheckTexts(DialogDraft draft)
    {
        var phrases = draft.Phrasebook();
        var facts = Longest(draft);
        foreach (var ((language, key), text) in draft.Texts.Where(text => !PagePhrases.Has(text.Key.Key)))
            Check(draft, text.At, $"'{key}' in {language}", phrases.Text(language, key, facts));
    }

    /// <summary>Every fact that a text may name, as long as it can be.</summary>
    private static Dictionary<string, string> Longest(DialogDraft draft)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var state in draft.States.Values)
        {
            foreach (var (fact, value) in state.Value.Set)
                Add(fact, value == "+1" ? new string('8', Digits) : value);
            if (state.Value.Ending is Ending.Ask { Free: { } free })
                Add(free.Fact, free.Kind == AnswerKind.Text ? new string('w', free.To) : new string('8', Digits));
        }

        return facts;

        void Add(string fact, string value)
        {
            if (value.Length > facts.GetValueOrDefault(fact, "").Length)
                facts[fact] = value;
        }
    }

    /// <summary>At every place and every hour of a week.</summary>
    private static void CheckReferral(DialogDraft draft, Phrasebook phrases, Dictionary<string, string> facts, string language, string name, Referral referral)
    {
        var at = draft.Texts[(language, referral.Phrase)].At;
        foreach (var place in draft.Referrals!.Places.Keys.Append(""))
        {
            var longest = Enumerable.Range(0, 7 * 24)
                .Select(hour => phrases.Text(language, referral, new Dictionary<string, string>(facts) { [FactNames.Place] = place }, DateTimeOffset.UnixEpoch.AddHours(hour)))
                .MaxBy(text => text.Length)!;
            Check(draft, at, $"'{referral.Phrase}' in {language} with its lines, said in '{name}'{(place.Length > 0 ? $" to a child in {place}" : "")},", longest);
        }
    }

    private static void Check(DialogDraft draft, Place at, string what, string text)
    {
        var segments = SmsSegments.Of(text);
        if (segments.Count > MostSegments)
            draft.Problems.Add(at.Problem($"{what} takes {segments.Count} SMS segments ({segments.Units} {(segments.Encoding == SmsEncoding.Gsm7 ? "septets; 306" : "UTF-16 units; 134")} are the most): shorten it"));
    }
}
