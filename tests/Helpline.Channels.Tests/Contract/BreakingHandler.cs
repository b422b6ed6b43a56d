using System.Net.Http.Headers;
using Helpline.Tests;

namespace Helpline.Channels.Tests.Contract;

/// <summary>Breaks a request on its way, after it was signed: its body, or its query if it has none.</summary>
internal sealed class BreakingHandler(Mutations mutations) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Content is { } content)
        {
            var type = content.Headers.ContentType;
            request.Content = new ByteArrayContent(mutations.Of(await content.ReadAsByteArrayAsync(cancellationToken)));
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type.ToString());
        }
        else if (request.RequestUri is { IsAbsoluteUri: true, Query: { Length: > 1 } query } uri)
        {
            request.RequestUri = new UriBuilder(uri) { Query = mutations.Of(query[1..]).Replace('#', '%') }.Uri;
        }

        return await base.SendAsync(request, cancellationToken);
    }
}
