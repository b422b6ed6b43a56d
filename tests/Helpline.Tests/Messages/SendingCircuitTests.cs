using Helpline.Messages;
using Microsoft.Extensions.Time.Testing;

namespace Helpline.Tests.Messages;

public class SendingCircuitTests
{
    private static readonly SendResult Sent = new SendResult.Sent("SM1");
    private static readonly SendResult Down = new SendResult.TryLater(SendTrouble.Unavailable, "503");

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly SendingCircuit _circuit;

    public SendingCircuitTests() => _circuit = new SendingCircuit(_time);

    private void Break()
    {
        for (var i = 1; i <= SendingCircuit.MostFailures; i++)
            _circuit.Learn(Down).ShouldBe(i == SendingCircuit.MostFailures, "it says so once");
    }

    [Fact]
    public void A_working_channel_is_not_held_back()
    {
        _circuit.Admit(64).ShouldBe(64);
        for (var i = 0; i < 100; i++)
        {
            _circuit.Learn(i % 2 == 0 ? Down : Sent);
            _circuit.Admit(64).ShouldBe(64, "only failures in a row count");
        }
    }

    [Fact]
    public void After_failures_in_a_row_it_rests_and_then_one_message_tries()
    {
        Break();
        _circuit.Admit(64).ShouldBe(0);
        _circuit.RestsUntil.ShouldBe(_time.GetUtcNow().AddSeconds(2));

        _time.Advance(TimeSpan.FromSeconds(2));
        _circuit.RestsUntil.ShouldBeNull();
        _circuit.Admit(64).ShouldBe(1);
        _circuit.Admit(64).ShouldBe(0, "one tries");
        _circuit.Learn(Sent).ShouldBeTrue();
        _circuit.Admit(64).ShouldBe(64);
    }

    [Fact]
    public void Rests_grow_while_the_provider_stays_away()
    {
        Break();
        foreach (var seconds in new[] { 2, 4, 8, 16, 32, 60, 60 })
        {
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            _circuit.Admit(1).ShouldBe(0);
            _time.Advance(TimeSpan.FromTicks(1));
            _circuit.Admit(1).ShouldBe(1);
            _circuit.Learn(Down);
        }
    }

    [Fact]
    public void Sends_that_were_under_way_when_it_opened_do_not_lengthen_the_rest()
    {
        Break();
        for (var i = 0; i < 100; i++)
            _circuit.Learn(Down);

        _circuit.RestsUntil.ShouldBe(_time.GetUtcNow().AddSeconds(2));
    }

    [Fact]
    public void A_try_that_was_not_used_can_be_used_by_another()
    {
        Break();
        _time.Advance(TimeSpan.FromSeconds(2));
        _circuit.Admit(1).ShouldBe(1);

        _circuit.Release();

        _circuit.Admit(1).ShouldBe(1);
    }

    [Fact]
    public void A_refused_message_says_nothing_against_the_provider()
    {
        for (var i = 0; i < 100; i++)
            _circuit.Learn(new SendResult.Refused("21610"));

        _circuit.Admit(64).ShouldBe(64);
    }

    [Fact]
    public void The_channel_rests_as_long_as_the_provider_asks()
    {
        _circuit.Learn(new SendResult.TryLater(SendTrouble.Throttled, "429", TimeSpan.FromSeconds(7)));
        _circuit.Learn(new SendResult.TryLater(SendTrouble.Throttled, "429", TimeSpan.FromSeconds(3)));

        _circuit.Admit(1).ShouldBe(0);
        _time.Advance(TimeSpan.FromSeconds(7));
        _circuit.Admit(64).ShouldBe(64, "a busy provider is not a broken one");
    }
}
