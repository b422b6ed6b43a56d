using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Helpline.Console.Tests;

/// <summary>A browser that does nothing and a clock that stands still.</summary>
public abstract class ConsoleTest : BunitContext
{
    protected static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    protected ConsoleTest()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddScoped<Browser>();
    }

    protected FakeTimeProvider Clock { get; } = new(Noon);

    protected static string TestId(string name) => $"[data-testid={name}]";
}
