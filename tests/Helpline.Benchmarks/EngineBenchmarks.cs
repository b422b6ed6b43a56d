using BenchmarkDotNet.Attributes;
using Helpline.Conversations;
using Helpline.Dialogs;
using Helpline.Messages;
using Helpline.Storage.Sql;

namespace Helpline.Benchmarks;

/// <summary>
/// What a turn of the dialog engine costs, on a flow of 20 states: the state is read from its JSON, the answer understood, the next state entered, its
/// messages rendered, the state written. Without triage and the database, which have benchmarks of their own. 10 us are 100,000 turns a second on one core.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmarks
{
    private const int Turns = 10;

    /// <summary>Once around the flow, with own words and a call, and half a second time.</summary>
    private static readonly string[] Answers = ["yes", "1", "yes", "My sister", "2", "2", "no", "1", "2", "2"];

    private DialogEngine _dialogs = null!;
    private string _json = "";

    [GlobalSetup]
    public void SetUp()
    {
        _dialogs = new DialogEngine(DialogReader.Read(Generated.Sources(flows: 1)));
        var conversation = new Conversation { Id = new ConversationId(Guid.Empty), Contact = new ContactId(Guid.Empty), Position = new DialogPosition($"{Generated.Name(0)}.start") };
        _json = ConversationState.Of(conversation).ToJson();
        var json = _json;
        foreach (var answer in Answers)
            Turn(answer, ref json);
        if (ConversationState.Parse(json).State is var end && end != $"{Generated.Name(0)}.fourth")
            throw new InvalidOperationException($"The answers end in {end}: they do not fit the flow any more.");
    }

    [Benchmark(OperationsPerInvoke = Turns)]
    public int Turn()
    {
        var json = _json;
        var characters = 0;
        foreach (var answer in Answers)
            characters += Turn(answer, ref json);
        return characters;
    }

    private int Turn(string text, ref string json)
    {
        var state = ConversationState.Parse(json);
        var question = _dialogs.OpenQuestion(state.Position)!;
        var library = _dialogs.Library;
        DialogTrigger trigger = AnswerMatcher.GlobalWord(text, library) is { } word ? new DialogTrigger.Word(word)
            : AnswerMatcher.Choose(text, question, library.Phrases) is { } choice ? new DialogTrigger.Choose(choice.Answer)
            : question.Free is { } free && AnswerMatcher.Tell(text, free, library.Phrases) is { } told ? new DialogTrigger.Tell(told)
            : new DialogTrigger.AskAgain();
        var (position, effects) = _dialogs.Step(state.Position, trigger, state.Facts);
        var facts = state.Facts;
        var characters = 0;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case DialogEffect.Say say:
                    characters += library.Phrases.Text(Languages.English, say.Phrase, facts).Length;
                    break;
                case DialogEffect.Ask ask:
                    characters += library.Phrases.Question(Languages.English, ask.Question, facts).Length;
                    break;
                case DialogEffect.SetFact { Value: { } value } set:
                    facts = facts.SetItem(set.Fact, value);
                    break;
            }
        }

        json = (state with { State = position.State, Facts = facts, Callers = position.Callers.Count == 0 ? null : position.Callers }).ToJson();
        return characters;
    }
}
