using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Identity;

namespace Helpline.Console.Account;

internal static class PasswordCheck
{
    private const string Wrong = "The e-mail address and the password do not fit together.";
    private const string Locked = "Too many attempts. Logging in is locked for a few minutes; then try again, or ask your supervisor.";

    /// <summary>Logs in; null if it worked, else why not. Which part was wrong is not told, neither in words nor by the time it takes.</summary>
    public static async Task<string?> LogInAsync(SignInManager<HelplineUser> logins, string? email, string? password)
    {
        var users = logins.UserManager;
        var user = string.IsNullOrWhiteSpace(email) ? null : await users.FindByEmailAsync(email.Trim());
        if (user is null)
        {
            _ = users.PasswordHasher.HashPassword(new HelplineUser(), password ?? "");
            return Wrong;
        }

        var result = await logins.PasswordSignInAsync(user, password ?? "", isPersistent: false, lockoutOnFailure: true);
        return result.Succeeded ? null : result.IsLockedOut ? Locked : Wrong;
    }
}
