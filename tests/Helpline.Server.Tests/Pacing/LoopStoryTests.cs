using Helpline.Risk;
using Helpline.Storage.Reading;

namespace Helpline.Server.Tests.Pacing;

/// <summary>Robots and floods at the running server.</summary>
public sealed class LoopStoryTests(RunningServer server) : IClassFixture<RunningServer>
{
    private const string Danger = "he says he will share my nude pictures if i dont send him money";

    [Fact]
    public async Task A_robot_that_answers_ours_is_stopped_with_one_notice_and_a_child_on_its_number_gets_a_person_at_once()
    {
        const string Robot = "+923001111111";
        await server.TextAsync(Robot, "Hi");
        var answered = 0;
        await RunningServer.UntilAsync(
            async () =>
            {
                foreach (var _ in await server.ArrivedAsync(Robot, answered))
                {
                    answered++;
                    await server.TextAsync(Robot, $"Thank you for contacting us! Your case {4700 + answered} is with our team.");
                }

                return (await server.OperationsAsync()).Loops.Count;
            },
            notices => notices > 0);
        for (var i = 0; i < 10; i++)
            await server.TextAsync(Robot, $"Thank you for contacting us! Your case {4800 + i} is with our team.");
        await HandledAsync();
        var arrived = (await server.ArrivedAsync(Robot, 0)).Count;
        arrived.ShouldBeInRange(3, 20);
        (await server.MetricsAsync()).ShouldContain("helpline_loops_stopped_total");
        var waiting = (await server.OperationsAsync()).Waiting.GetValueOrDefault(RiskLevel.High);

        await server.TextAsync(Robot, Danger);

        await RunningServer.UntilAsync(async () => (await server.OperationsAsync()).Waiting.GetValueOrDefault(RiskLevel.High), now => now == waiting + 1);
        (await server.OperationsAsync()).Loops.ShouldHaveSingleItem().EndedAt.ShouldNotBeNull();
        await RunningServer.UntilAsync(() => server.ArrivedAsync(Robot, arrived), messages => messages.Any(message => message.Contains("A person from our team", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Two_numbers_of_ours_do_not_talk_to_each_other_for_long()
    {
        string[] numbers = ["+923002222222", "+923003333333"];
        int[] read = [0, 0];
        await server.TextAsync(numbers[0], "Hello");
        var quiet = 0;
        await RunningServer.UntilAsync(
            async () =>
            {
                quiet++;
                for (var side = 0; side < 2; side++)
                {
                    foreach (var message in await server.ArrivedAsync(numbers[side], read[side]))
                    {
                        read[side]++;
                        quiet = 0;
                        await server.TextAsync(numbers[1 - side], message);
                    }
                }

                return quiet;
            },
            rounds => rounds > 20);

        (read[0] + read[1]).ShouldBeInRange(3, 60);
    }

    [Fact]
    public async Task In_five_hundred_messages_of_one_number_the_danger_is_found_and_few_are_answered()
    {
        const string Prankster = "+923004444444";
        var before = (await server.OperationsAsync()).Waiting.GetValueOrDefault(RiskLevel.High);
        string[] nonsense = ["lol", "boo", "joke", "lalala", "zzz"];

        await Parallel.ForAsync(0, 500, async (i, _) => await server.TextAsync(Prankster, i == 400 ? Danger : $"haha {i} {nonsense[i % nonsense.Length]}"));

        await RunningServer.UntilAsync(async () => (await server.OperationsAsync()).Waiting.GetValueOrDefault(RiskLevel.High), now => now == before + 1);
        await HandledAsync();
        (await server.ArrivedAsync(Prankster, 0)).Count.ShouldBeInRange(30, 100);
    }

    private Task<OperationsView> HandledAsync() => RunningServer.UntilAsync(server.OperationsAsync, view => view is { InboxPending: 0, OutboxPending: 0 });
}
