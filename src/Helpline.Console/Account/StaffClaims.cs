using System.Security.Claims;
using Helpline.Handoffs;
using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Helpline.Console.Account;

/// <summary>What a session knows of a member of staff: id, roles, and the name that colleagues see.</summary>
internal sealed class StaffClaims(UserManager<HelplineUser> users, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<HelplineUser, IdentityRole<Guid>>(users, roles, options)
{
    private const string DisplayName = "display_name";

    /// <summary>The id under which replies and handoffs are stored.</summary>
    public static CounsellorId IdOf(ClaimsPrincipal user) =>
        new(user.FindFirstValue(ClaimTypes.NameIdentifier) ?? throw new InvalidOperationException("The session has no user id; the page must require a policy."));

    public static string NameOf(ClaimsPrincipal user) =>
        user.FindFirstValue(DisplayName) is { Length: > 0 } name ? name : user.Identity?.Name ?? "";

    public static string RolesOf(ClaimsPrincipal user) => string.Join(", ", Roles.All.Where(user.IsInRole));

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(HelplineUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName));
        return identity;
    }
}
