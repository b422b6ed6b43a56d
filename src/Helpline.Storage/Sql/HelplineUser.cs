using Microsoft.AspNetCore.Identity;

namespace Helpline.Storage.Sql;

/// <summary>A person who works with Helpline. Children are contacts, never users.</summary>
public sealed class HelplineUser : IdentityUser<Guid>
{
    /// <summary>What colleagues see; never the child.</summary>
    public string DisplayName { get; set; } = "";
}

/// <summary>What people are for.</summary>
public static class Roles
{
    public const string Counsellor = "counsellor";
    public const string Supervisor = "supervisor";
    public const string Operator = "operator";

    public static IReadOnlyList<string> All { get; } = [Counsellor, Supervisor, Operator];
}
