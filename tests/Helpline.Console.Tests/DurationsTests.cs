namespace Helpline.Console.Tests;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(-3, "0 s")]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(245, "4 min 05 s")]
    [InlineData(7500, "2 h 05 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void Words_SayTheTwoUnitsThatMatter(int seconds, string words) => Durations.Words(TimeSpan.FromSeconds(seconds)).ShouldBe(words);
}
