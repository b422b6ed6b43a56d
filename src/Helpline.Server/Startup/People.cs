using Helpline.Storage.Sql;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Helpline.Server.Startup;

/// <summary>Adds the people who may log in.</summary>
internal static class People
{
    /// <summary>The logins that Development seeds. They exist nowhere else.</summary>
    public static IReadOnlyList<(string Email, string Name, string Role, string Password)> Demo { get; } =
    [
        ("counsellor@helpline.example", "Amna", Roles.Counsellor, "counsellor-demo"),
        ("counsellor2@helpline.example", "Bilal", Roles.Counsellor, "counsellor-demo"),
        ("supervisor@helpline.example", "Sana", Roles.Supervisor, "supervisor-demo"),
        ("operator@helpline.example", "Omar", Roles.Operator, "operator-demo"),
    ];

    public static async Task SeedDemoAsync(IServiceProvider services)
    {
        foreach (var (email, name, role, password) in Demo)
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                if (await scope.ServiceProvider.GetRequiredService<UserManager<HelplineUser>>().FindByNameAsync(email) is null)
                    await AddAsync(services, email, name, role, password);
            }
            catch (DbUpdateException)
            {
                // Another node that starts at the same time has just added them.
            }
        }
    }

    /// <returns>What is wrong, for a person; empty if the user was added.</returns>
    public static async Task<IReadOnlyList<string>> AddAsync(IServiceProvider services, string email, string name, string role, string password)
    {
        await using var scope = services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<HelplineUser>>();
        var roles = scope.ServiceProvider.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
        if (!await roles.RoleExistsAsync(role))
            await roles.CreateAsync(new IdentityRole<Guid>(role));
        var user = new HelplineUser { UserName = email, Email = email, DisplayName = name, LockoutEnabled = true };
        var created = await users.CreateAsync(user, password);
        if (created.Succeeded)
            created = await users.AddToRoleAsync(user, role);
        return [.. created.Errors.Select(error => error.Description)];
    }
}
