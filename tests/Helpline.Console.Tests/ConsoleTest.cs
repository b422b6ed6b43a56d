using Bunit;
using Helpline.Conversations;
using Helpline.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Helpline.Console.Tests;

/// <summary>A browser that does nothing, a clock that stands still, and the small library.</summary>
public abstract class ConsoleTest : BunitContext
{
    protected static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    protected ConsoleTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped<Browser>();
        Services.AddSingleton(new LiveDialogs(TestLibrary.Engine, TestLibrary.Triage));
    }

    protected FakeTimeProvider Clock { get; } = new(Noon);

    protected static string TestId(string name) => $"[data-testid={name}]";
}
