using System.Globalization;
using System.Text;

namespace Helpline.Dialogs.Lint;

/// <summary>
/// What is stored of one conversation stays small however long it lasts: where the child is, all flows that are to be gone back to, and every fact that the dialogs may set,
/// each as long as it may be, fit together.
/// </summary>
public static class StateSizeChecks
{
    /// <summary>Bytes that one conversation's state may take as it is stored, before it is sealed.</summary>
    public const int MostBytes = 1000;

    /// <summary>Bytes of the names of its parts, of counts and times, and of what stands around them.</summary>
    internal const int Envelope = 108;

    /// <summary>Bytes of a letter in a child's words: of Urdu, and room enough for a few signs that take more.</summary>
    internal const int BytesOfLetter = 2;

    /// <summary>Bytes of a sign that JSON writes as an escape.</summary>
    private const int BytesOfEscape = 6;

    /// <summary>Bytes of a number that dialogs count up: a child would have to answer a million times.</summary>
    private const int BytesOfCount = 6;

    /// <summary>Quotes, colon and comma around a fact.</summary>
    private const int BytesOfMarks = 6;

    /// <summary>Quotes, comma and mark around a state's name.</summary>
    private const int BytesOfFrame = 4;

    /// <summary>Bytes that a piece of a child's words takes as it is stored.</summary>
    internal static int BytesOf(ReadOnlySpan<char> text)
    {
        var bytes = 0;
        foreach (var letter in text)
        {
            bytes += letter switch
            {
                < ' ' or '"' or '\\' or '\u2028' or '\u2029' => BytesOfEscape,
                < '\u0080' => 1,
                < '\u0800' => BytesOfLetter,
                _ => char.IsSurrogate(letter) ? BytesOfEscape : 3,
            };
        }

        return bytes;
    }

    internal static void Check(DialogDraft draft)
    {
        if (draft.Root is not { } root || draft.States.Count == 0)
            return;
        var facts = Facts(draft).Sum(fact => fact.Key.Length + fact.Value + BytesOfMarks);
        var names = (DialogMachine.MostCallers + 1) * (Places(draft).Select(name => name.Length).DefaultIfEmpty().Max() + BytesOfFrame);
        var followUp = draft.States.Values.Max(state => state.Value.FollowUp?.Target.Length ?? 0);
        if (Envelope + facts + names + followUp is > MostBytes and var bytes)
        {
            draft.Problems.Add(root.At.Problem(
                $"a conversation's state may take {bytes} bytes, {facts} of them for facts; {MostBytes} is the most: remember shorter texts or fewer facts, or give the states with the longest names shorter ones"));
        }
    }

    /// <summary>Where a child may be, or be sent back to: where dialogs wait or end, what follows a call, and what waits behind the safe word.</summary>
    private static IEnumerable<string> Places(DialogDraft draft)
    {
        bool IsSensitive(DialogState state) => draft.Flows.TryGetValue(state.Flow, out var flow) && flow.IsSensitive;
        return draft.States.SelectMany(state => state.Value.Value.Ending switch
    {
        Ending.Ask or Ending.CallHuman or Ending.Finish => [state.Key],
        Ending.SubDialog call => IsSensitive(state.Value.Value) ? [state.Key, call.Then] : new[] { call.Then },
        _ => IsSensitive(state.Value.Value) ? [state.Key] : [],
    });
    }

    /// <summary>The facts that may be set, and the bytes of each one's longest value.</summary>
    private static Dictionary<string, int> Facts(DialogDraft draft)
    {
        var facts = new Dictionary<string, int>(StringComparer.Ordinal);
        void Add(string fact, int bytes) => facts[fact] = Math.Max(facts.GetValueOrDefault(fact), bytes);
        Add(FactNames.Language, draft.Languages.Max(language => language.Length));
        Add(FactNames.OptedOut, "false".Length);
        foreach (var state in draft.States.Values)
        {
            foreach (var (fact, value) in state.Value.Set)
                Add(fact, value is "+1" ? BytesOfCount : Encoding.UTF8.GetByteCount(value));
            if (state.Value.Ending is Ending.Ask { Free: { } free })
                Add(free.Fact, BytesOf(free, draft));
        }

        return facts;
    }

    private static int BytesOf(FreeAnswer free, DialogDraft draft) => free.Kind switch
    {
        AnswerKind.Text => free.To * BytesOfLetter,
        AnswerKind.Place => draft.Referrals?.Places.Keys.Select(place => place.Length).DefaultIfEmpty().Max() ?? 0,
        AnswerKind.Number or AnswerKind.Age => Math.Max(free.From.ToString(CultureInfo.InvariantCulture).Length, free.To.ToString(CultureInfo.InvariantCulture).Length),
        _ => throw new InvalidOperationException($"The kind of answer {free.Kind} is unknown."),
    };
}
