using Helpline.Risk;

namespace Helpline.Dialogs.Format;

/// <summary>The names that a library knows, sorted, for editors to offer.</summary>
internal static class LibraryNames
{
    public static IReadOnlyList<string> Of(DialogLibrary library, NameKind kind)
    {
        var states = library.States.Values;
        var names = kind switch
        {
            NameKind.States => library.States.Keys,
            NameKind.Phrases => states.SelectMany(Routes.Phrases),
            NameKind.Answers => library.Phrases.Answers.Select(answer => answer[(answer.IndexOf('.', StringComparison.Ordinal) + 1)..]), // a flow names its own without itself
            NameKind.SharedAnswers => library.Phrases.Answers.Where(answer => !answer.Contains('.', StringComparison.Ordinal)),
            NameKind.Facts => states.SelectMany(state => state.Set.Keys.Concat(state.Ending is Ending.Ask { Free: { } free } ? [free.Fact] : [])).Concat(FactNames.Known),
            NameKind.Purposes => library.Referrals.Lines.Values.SelectMany(line => line.Purposes),
            NameKind.Reasons => Enum.GetValues<Danger>().Select(SnakeCase.Of).Concat(states.Select(state => state.Ending).OfType<Ending.CallHuman>().Select(call => call.Reason)),
            _ => throw new InvalidOperationException($"Unknown kind of names {kind}."),
        };
        return [.. names.Distinct().Order(StringComparer.Ordinal)];
    }
}
