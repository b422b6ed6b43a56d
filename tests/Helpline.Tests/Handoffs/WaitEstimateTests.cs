using Helpline.Handoffs;

namespace Helpline.Tests.Handoffs;

public class WaitEstimateTests
{
    [Theory]
    [InlineData(new[] { 1, 1, 1 }, 0, null)] // too few
    [InlineData(new[] { 1, 1, 1, 1 }, 0, 5)]
    [InlineData(new[] { 1, 1, 1, 9 }, 0, 10)]
    [InlineData(new[] { 1, 1, 1, 1, 50 }, 0, 5)] // one in five may have waited longer
    [InlineData(new[] { 5, 5, 5, 5, 5 }, 0, 10)] // "less than" is meant
    [InlineData(new[] { 59, 59, 59, 59 }, 0, 60)]
    [InlineData(new[] { 6, 6, 6, 6 }, 9, 10)]
    [InlineData(new[] { 6, 6, 6, 6 }, 10, null)] // longer already than what would be said
    public void What_is_said_is_what_most_have_waited_in_coarse_steps(int[] waits, int soFar, int? expected) =>
        WaitEstimate.Of([.. waits.Select(minutes => TimeSpan.FromMinutes(minutes))], TimeSpan.FromMinutes(soFar)).ShouldBe(expected is { } minutes ? TimeSpan.FromMinutes(minutes) : null);

    [Fact]
    public void Over_an_hour_no_figure_is_said()
    {
        TimeSpan[] waits = [.. Enumerable.Repeat(TimeSpan.FromMinutes(90), 4)];
        WaitEstimate.Of(waits, TimeSpan.FromMinutes(80)).ShouldBe(WaitEstimate.MoreThanAnHour);
        WaitEstimate.Of(waits, TimeSpan.FromMinutes(90)).ShouldBeNull();
    }
}
