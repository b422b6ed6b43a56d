using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Helpline.Console.Account;

/// <summary>
/// Ends open screens of people who have lost their account or changed their password: a screen stays open for a whole shift, and
/// without this the session would only be looked at when it was opened.
/// </summary>
internal sealed class RevalidatingUser(ILoggerFactory loggers, IServiceScopeFactory scopes) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override TimeSpan RevalidationInterval => Interval;

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<SignInManager<HelplineUser>>();
        return await users.ValidateSecurityStampAsync(authenticationState.User) is not null;
    }
}
