using Helpline.Console.Account;
using Helpline.Console.Live;
using Helpline.Storage.Redis;
using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Console;

/// <summary>Registers the counsellor console: pages, users, sessions and policies. Needs the storage's services.</summary>
public static class ConsoleServices
{
    /// <summary>A counsellor's shift.</summary>
    private static readonly TimeSpan Session = TimeSpan.FromHours(8);

    private static readonly TimeSpan LockOut = TimeSpan.FromMinutes(5);

    /// <param name="services">The server's services.</param>
    /// <param name="isDevelopment">Development may log in over plain http; elsewhere the session's cookie travels over https only, also behind a proxy.</param>
    public static IServiceCollection AddHelplineConsole(this IServiceCollection services, bool isDevelopment)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, RevalidatingUser>();
        services.AddSingleton(provider => new ChangeFeed(
            provider.GetRequiredService<Hints>().OnChangedAsync,
            provider.GetRequiredService<TimeProvider>()));
        services.AddScoped<Browser>();

        services.AddDataProtection().SetApplicationName("Helpline").PersistKeysToDbContext<HelplineDbContext>();
        AddUsers(services, isDevelopment);
        services.AddAuthorizationBuilder()
            .AddPolicy(ConsolePolicies.Console, policy => policy.RequireRole(Roles.Counsellor, Roles.Supervisor))
            .AddPolicy(ConsolePolicies.Operations, policy => policy.RequireRole(Roles.Operator, Roles.Supervisor))
            .AddPolicy(ConsolePolicies.Dialogs, policy => policy.RequireRole(Roles.Counsellor, Roles.Operator, Roles.Supervisor));
        return services;
    }

    private static void AddUsers(IServiceCollection services, bool isDevelopment)
    {
        services.AddIdentityCore<HelplineUser>(options =>
            {
                options.User.RequireUniqueEmail = true;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = LockOut;
                // Length is what makes a password strong; demanded digits and signs only make it hard to remember (NIST SP 800-63B, 3.1.1.2).
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
            })
            .AddRoles<IdentityRole<Guid>>()
            .AddEntityFrameworkStores<HelplineDbContext>()
            .AddSignInManager()
            .AddClaimsPrincipalFactory<StaffClaims>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies(cookies => cookies.ApplicationCookie!.Configure(options => Configure(options, isDevelopment)));
        services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = RevalidatingUser.Interval);
    }

    private static void Configure(CookieAuthenticationOptions options, bool isDevelopment)
    {
        options.Cookie.Name = "helpline";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.ExpireTimeSpan = Session;
        options.SlidingExpiration = true;
        options.LoginPath = ConsoleRoutes.Login;
        options.AccessDeniedPath = ConsoleRoutes.Denied;
        options.ReturnUrlParameter = ConsoleRoutes.ReturnUrl;
    }
}
