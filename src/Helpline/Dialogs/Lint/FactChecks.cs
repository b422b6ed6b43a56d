using System.Text;

namespace Helpline.Dialogs.Lint;

/// <summary>What is remembered of a child: facts that are tested or said are set somewhere, and all together stay small.</summary>
internal static class FactChecks
{
    /// <summary>Bytes that one conversation's facts may take.</summary>
    public const int MostBytes = 900;

    /// <summary>Bytes of a letter outside ASCII in what is stored.</summary>
    private const int BytesOfLetter = 2;

    private const int BytesOfNumber = 6;

    /// <summary>Quotes, colon and comma around a fact.</summary>
    private const int BytesOfMarks = 6;

    public static void Check(DialogDraft draft)
    {
        var facts = new Dictionary<string, int>(StringComparer.Ordinal);
        void Add(string fact, int bytes) => facts[fact] = Math.Max(facts.GetValueOrDefault(fact), bytes);
        foreach (var known in FactNames.Known)
            Add(known, BytesOfNumber);
        foreach (var state in draft.States.Values)
        {
            foreach (var (fact, value) in state.Value.Set)
                Add(fact, Math.Max(BytesOfNumber, Encoding.UTF8.GetByteCount(value)));
            if (state.Value.Ending is Ending.Ask { Free: { } free })
                Add(free.Fact, free.Kind == AnswerKind.Text ? free.To * BytesOfLetter : BytesOfNumber);
        }

        foreach (var (name, state) in draft.States)
        {
            foreach (var fact in Tested(state.Value).Where(fact => !facts.ContainsKey(fact)).Distinct())
                draft.Problems.Add(state.At.Problem($"the state '{name}' uses the fact '{fact}', which nothing sets"));
        }

        var bytes = facts.Sum(fact => fact.Key.Length + fact.Value + BytesOfMarks);
        if (bytes > MostBytes && draft.Root is { } root)
            draft.Problems.Add(root.At.Problem($"all facts together may take {bytes} bytes of a conversation's state; {MostBytes} is the most: remember shorter texts, or fewer"));
    }

    private static IEnumerable<string> Tested(DialogState state) => state.Ending is Ending.Branch branch
        ? branch.Ways.SelectMany(way => way.Conditions).SelectMany(condition => condition.Value.OtherFact is { } other ? [condition.Key, other] : new[] { condition.Key }).Concat(state.Forget)
        : state.Forget;
}
