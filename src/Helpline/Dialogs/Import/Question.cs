namespace Helpline.Dialogs.Import;

/// <summary>What a wait becomes, whatever question stands before it.</summary>
/// <param name="Options">Answers and where they lead.</param>
internal sealed record Question(IReadOnlyList<Choice> Options, FreeAnswer? Free, IReadOnlyList<Silence> Silence)
{
    public Ending.Ask After(string phrase) => new(phrase, Options) { Free = Free, Silence = Silence };
}
