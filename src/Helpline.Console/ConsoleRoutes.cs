using System.Security.Claims;
using Helpline.Messages;
using Helpline.Storage.Sql;

namespace Helpline.Console;

/// <summary>Where pages are.</summary>
internal static class ConsoleRoutes
{
    public const string Login = "/login";
    public const string Logout = "/logout";
    public const string Denied = "/denied";
    public const string Console = "/console";
    public const string Operations = "/operations";
    public const string Dialogs = "/dialogs";
    public const string Language = "lang";
    public const string State = "state";
    public const string ReturnUrl = "returnUrl";

    public static string Of(ConversationId conversation) => $"{Console}/{conversation}";

    /// <summary>The picture of a flow, or of all.</summary>
    /// <param name="flow">Null: all.</param>
    /// <param name="language">Of the words.</param>
    /// <param name="state">Where a child is, or null.</param>
    public static string Dialog(string? flow, string language, string? state) =>
        $"{Dialogs}{(flow is null ? "" : $"/{Uri.EscapeDataString(flow)}")}?{Language}={Uri.EscapeDataString(language)}{(state is null ? "" : $"&{State}={Uri.EscapeDataString(state)}")}";

    /// <summary>Where somebody's work begins.</summary>
    public static string HomeOf(ClaimsPrincipal user) => user switch
    {
        { Identity.IsAuthenticated: false } or { Identity: null } => Login,
        _ when user.IsInRole(Roles.Counsellor) || user.IsInRole(Roles.Supervisor) => Console,
        _ when user.IsInRole(Roles.Operator) => Operations,
        _ => Denied,
    };

    /// <summary>True if the browser stays on this site when it is sent there: <c>//host</c> and <c>/\host</c> would leave it.</summary>
    public static bool IsLocal(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.Contains('\\', StringComparison.Ordinal) && !url.Any(char.IsControl);
}
