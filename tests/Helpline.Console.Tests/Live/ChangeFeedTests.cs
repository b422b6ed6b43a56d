using Helpline.Console.Live;
using Helpline.Messages;
using Microsoft.Extensions.Time.Testing;

namespace Helpline.Console.Tests.Live;

public sealed class ChangeFeedTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<Action<ConversationId>> _listeners = [];
    private readonly ChangeFeed _feed;

    public ChangeFeedTests() => _feed = new ChangeFeed(
        changed =>
        {
            _listeners.Add(changed);
            return Task.CompletedTask;
        },
        _clock);

    [Fact]
    public async Task ManyScreens_ListenOnceAndAllHear()
    {
        var id = new ConversationId(Guid.NewGuid());
        using var one = _feed.Subscribe();
        using var two = _feed.Subscribe();

        _listeners.ShouldHaveSingleItem()(id);

        (await NextAsync(one, ChangeSubscription.Settle)).ShouldBe([id]);
        (await NextAsync(two, ChangeSubscription.Settle)).ShouldBe([id]);
    }

    [Fact]
    public async Task Burst_IsOneChange()
    {
        var (first, second) = (new ConversationId(Guid.NewGuid()), new ConversationId(Guid.NewGuid()));
        using var screen = _feed.Subscribe();

        foreach (var id in new[] { first, second, first, first })
            _listeners[0](id);

        (await NextAsync(screen, ChangeSubscription.Settle)).ShouldBe([first, second], ignoreOrder: true);
        screen.NextAsync(TestContext.Current.CancellationToken).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Silence_PollsAnyway()
    {
        using var screen = _feed.Subscribe();

        (await NextAsync(screen, ChangeSubscription.PollEvery)).ShouldBeEmpty();
    }

    [Fact]
    public async Task HintAfterAPoll_IsNotLost()
    {
        var id = new ConversationId(Guid.NewGuid());
        using var screen = _feed.Subscribe();
        await NextAsync(screen, ChangeSubscription.PollEvery);

        _listeners[0](id);

        (await NextAsync(screen, ChangeSubscription.Settle)).ShouldBe([id]);
    }

    private Task<IReadOnlySet<ConversationId>> NextAsync(ChangeSubscription screen, TimeSpan time)
    {
        var next = screen.NextAsync(TestContext.Current.CancellationToken); // waits for the clock when it returns
        _clock.Advance(time);
        return next.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
    }
}
