using System.Security.Claims;
using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace Helpline.Console;

/// <summary>Maps the console's pages. The application must use authentication, authorization and antiforgery before its endpoints.</summary>
public static class ConsoleEndpoints
{
    public static IEndpointRouteBuilder MapHelplineConsole(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapStaticAssets();
        endpoints.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'")
            .WithStaticAssets();
        endpoints.MapGet("/", (ClaimsPrincipal user) => TypedResults.LocalRedirect(ConsoleRoutes.HomeOf(user))).ExcludeFromDescription();
        endpoints.MapPost(ConsoleRoutes.Logout, LogOutAsync).ExcludeFromDescription();
        endpoints.MapFallback(NotFound).WithMetadata(new ExcludeFromInteractiveRoutingAttribute());
        return endpoints;
    }

    private static async Task<IResult> LogOutAsync(HttpContext context, IAntiforgery antiforgery, SignInManager<HelplineUser> users)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
            return TypedResults.BadRequest();
        await users.SignOutAsync();
        return TypedResults.LocalRedirect(ConsoleRoutes.Login);
    }

    /// <summary>People get a page; a provider that calls a path which is not there gets a plain answer.</summary>
    private static IResult NotFound(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal)
            ? new RazorComponentResult<App> { StatusCode = StatusCodes.Status404NotFound }
            : TypedResults.NotFound();
}
