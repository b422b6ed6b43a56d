using System.Net;

namespace Helpline.EndToEnd.Tests;

public class ProbeTests(HelplineServer server)
{
    [Fact]
    public async Task Probes_answer_and_metrics_have_the_names_that_dashboards_know()
    {
        using var http = new HttpClient { BaseAddress = server.Url };
        (await http.GetStringAsync("/health/live", TestContext.Current.CancellationToken)).ShouldBe("Healthy");
        (await http.GetStringAsync("/health/ready", TestContext.Current.CancellationToken)).ShouldBe("Healthy");

        await server.Twilio.TextAsync("+923001472583", "hello");
        await server.Twilio.NextAsync("+923001472583");
        await server.Twilio.TextAsync("+923001472583", "1");
        await server.Twilio.NextAsync("+923001472583"); // a contact's messages leave one after the other: the first has been counted by now
        var metrics = await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        foreach (var name in new[] { "helpline_messages_inbound_total{", "helpline_messages_outbound_total{", "helpline_handoffs_waiting{", "helpline_turn_duration_seconds_count", "helpline_inbox_pending", "helpline_outbox_pending" })
            metrics.ShouldContain(name);
        metrics.ShouldContain("channel=\"twilio\"");
        metrics.ShouldNotContain("1472583");
    }

    [Theory]
    [InlineData("/console")]
    [InlineData("/operations")]
    public async Task Nobody_gets_in_without_logging_in(string path)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = server.Url };
        using var response = await http.GetAsync(path, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        response.Headers.Location!.ToString().ShouldContain("/login");
    }
}
