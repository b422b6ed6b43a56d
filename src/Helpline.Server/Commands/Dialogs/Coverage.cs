using System.Globalization;
using Helpline.Dialogs;
using Spectre.Console;

namespace Helpline.Server.Commands.Dialogs;

/// <summary>Which states and transitions talks have been through, by language.</summary>
internal sealed class Coverage(DialogLibrary library)
{
    private readonly Dictionary<string, HashSet<string>> _entered = library.Languages.ToDictionary(language => language, _ => new HashSet<string>(StringComparer.Ordinal));
    private readonly Dictionary<string, HashSet<(string From, string To)>> _went = library.Languages.ToDictionary(language => language, _ => new HashSet<(string From, string To)>());

    /// <summary>True if every state was entered in every language.</summary>
    public bool IsComplete => library.Languages.All(language => Missing(language).Count == 0);

    public ISet<string> Entered(string language) => _entered[language];

    public void Add(string language, IReadOnlyList<string> path)
    {
        foreach (var state in path)
            _entered[language].Add(state);
        foreach (var (from, to) in path.Zip(path.Skip(1)))
            _went[language].Add((from, to));
    }

    public void Print(IAnsiConsole console)
    {
        var transitions = library.States.Values.SelectMany(state => Routes.Of(state).Distinct().Select(target => (state.Name, target))).ToHashSet();
        foreach (var language in library.Languages)
        {
            var missing = Missing(language);
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{language}: {library.States.Count - missing.Count} of {library.States.Count} states, {transitions.Count(_went[language].Contains)} of {transitions.Count} transitions"));
            foreach (var state in missing)
                console.WriteLine($"  no talk enters {state}");
        }
    }

    private List<string> Missing(string language) => [.. library.States.Keys.Where(state => !_entered[language].Contains(state)).Order(StringComparer.Ordinal)];
}
