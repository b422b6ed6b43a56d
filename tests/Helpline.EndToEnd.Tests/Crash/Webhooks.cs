using System.Net;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>Brings webhooks as a provider with fallback addresses does: to a node that serves, and again to another until one answers with success.</summary>
internal sealed class Webhooks(Cluster cluster)
{
    private int _refused;
    private int _broken;

    /// <summary>Answers other than success.</summary>
    public int Refused => _refused;

    /// <summary>Requests that no answer came to.</summary>
    public int Broken => _broken;

    /// <summary>True once it was acknowledged; false after so many tries in vain.</summary>
    public async Task<bool> DeliverAsync(Func<Uri, Task<HttpStatusCode>> post, Random dice, int mostTries)
    {
        for (var attempt = 1; attempt <= mostTries; attempt++)
        {
            try
            {
                var status = await post(await cluster.AnyAsync(dice));
                if (status == HttpStatusCode.OK)
                    return true;
                if (status is HttpStatusCode.BadRequest or HttpStatusCode.Forbidden)
                    throw new InvalidOperationException($"A webhook was refused for good, with {status}: the test itself is wrong.");
                Interlocked.Increment(ref _refused);
            }
            catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
            {
                Interlocked.Increment(ref _broken);
            }

            await dice.Pause(50, 50 + Math.Min(attempt * 100, 1_000));
        }

        return false;
    }
}
