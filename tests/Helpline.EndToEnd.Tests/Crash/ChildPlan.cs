namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>A child and all that it will write, decided by the seed.</summary>
/// <param name="Index">Counts children from 0.</param>
/// <param name="StartsAfter">Since the run's beginning.</param>
/// <param name="IsInDanger">True if it writes something that calls a counsellor.</param>
internal sealed record ChildPlan(int Index, TimeSpan StartsAfter, IReadOnlyList<PlannedMessage> Messages, bool IsInDanger)
{
    /// <summary>A word in all that children write in words of their own: it must not come up in any log.</summary>
    public const string Mark = "kabootar";

    private static readonly string[][] Openings = [["hello", "1"], ["سلام", "2"], ["Salam, mujhe madad chahiye", "3"], ["hi", "urdu"], ["hello", "menu"]];

    private static readonly string[] OwnWords =
    [
        $"are you there {Mark}",
        $"{Mark} i dont know what to do",
        $"my friend {Mark} does not talk to me any more and i feel bad",
        $"{Mark} mujhe samajh nahi aa raha",
        $"مجھے سمجھ نہیں آ رہا {Mark}",
    ];

    private static readonly string[] Dangers = [$"i want to kill myself tonight {Mark}", $"he says he will leak my nudes if i dont send him money {Mark}"];

    public string Phone => PhoneOf(Index);

    public static string PhoneOf(int index) => $"+92345{index:d7}";

    public static int IndexOf(string phone) => int.Parse(phone.AsSpan("+92345".Length), System.Globalization.CultureInfo.InvariantCulture);

    public static IReadOnlyList<ChildPlan> All(CrashOptions options) => [.. Enumerable.Range(0, options.Conversations).Select(index => One(options, index))];

    private static ChildPlan One(CrashOptions options, int index)
    {
        var dice = Dice.For(options.Seed, 1, index);
        var count = Math.Max(2, options.MessagesEach + dice.Next(-2, 3));
        var texts = dice.Hits(0.8) ? [.. dice.Pick(Openings)] : new List<string>();
        while (texts.Count < count)
            texts.Add(Next(dice));
        var isInDanger = dice.Hits(0.15);
        if (isInDanger)
            texts[dice.Next(texts.Count)] = dice.Pick(Dangers);
        var messages = texts.Select((text, number) => new PlannedMessage(
            $"SM{options.Seed:x8}{index:x8}{number:x16}",
            text,
            Attachments: dice.Hits(0.03) ? 1 : 0,
            Waits: dice.Hits(0.75),
            Races: dice.Hits(0.05),
            Repeats: dice.Hits(0.1) ? dice.Next(1, 3) : 0));
        return new ChildPlan(index, options.Duration * ((index + dice.NextDouble()) / options.Conversations), [.. messages], isInDanger);
    }

    private static string Next(Random dice) => dice.NextDouble() switch
    {
        < 0.65 => $"{dice.Next(1, 5)}",
        < 0.7 => "menu",
        _ => dice.Pick(OwnWords),
    };
}
