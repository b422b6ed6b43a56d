using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Identity;

namespace Helpline.Console.Account;

internal static class PasswordCheck
{
    /// <summary>One text for every reason, so that nobody learns which accounts exist.</summary>
    private const string Refused = "The e-mail address and the password do not fit together, or logging in is locked for a few minutes after too many attempts.";

    /// <summary>Logs in; null if it worked, else why not. Which part was wrong is not told, neither in words nor by the time it takes.</summary>
    public static async Task<string?> LogInAsync(SignInManager<HelplineUser> logins, string? email, string? password)
    {
        var users = logins.UserManager;
        var user = string.IsNullOrWhiteSpace(email) ? null : await users.FindByEmailAsync(email.Trim());
        if (user is null)
        {
            _ = users.PasswordHasher.HashPassword(new HelplineUser(), password ?? "");
            return Refused;
        }

        var result = await logins.PasswordSignInAsync(user, password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.IsLockedOut)
            _ = users.PasswordHasher.HashPassword(user, password ?? "");
        return result.Succeeded ? null : Refused;
    }
}
