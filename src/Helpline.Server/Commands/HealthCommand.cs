using System.CommandLine;

namespace Helpline.Server.Commands;

/// <summary><c>health</c>: asks a running server's probe. The container image has nothing else that could.</summary>
internal static class HealthCommand
{
    /// <summary>Shorter than what container engines allow a health check, so that the reason is seen.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    public static Command Create()
    {
        var url = new Argument<Uri>("url")
        {
            Description = "The probe, by default http://localhost:5080/health/ready.",
            DefaultValueFactory = _ => new Uri("http://localhost:5080/health/ready"),
            CustomParser = result =>
            {
                if (Uri.TryCreate(result.Tokens[0].Value, UriKind.Absolute, out var parsed) && parsed.Scheme is "http" or "https")
                    return parsed;
                result.AddError($"'{result.Tokens[0].Value}' is not a URL like http://localhost:5080/health/ready.");
                return null;
            },
        };
        var command = new Command("health", "Asks a running server whether it is ready; ends with 0 if it is.") { url };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetRequiredValue(url), Terminal.Out, cancel));
        return command;
    }

    public static async Task<int> RunAsync(Uri url, TextWriter output, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(url, cancellationToken);
            await output.WriteLineAsync(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            await output.WriteLineAsync($"No answer from {url}: {error.Message}");
            return 1;
        }
    }
}
