using System.Security.Claims;
using Helpline.Storage.Sql;

namespace Helpline.Console.Tests.Account;

public sealed class ConsoleRoutesTests
{
    [Theory]
    [InlineData("/console", true)]
    [InlineData("/console/0192?x=//y", true)]
    [InlineData("//evil.example", false)]
    [InlineData("/\\evil.example", false)]
    [InlineData("https://evil.example", false)]
    [InlineData("/\t/evil.example", false)]
    [InlineData("console", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void IsLocal_StaysOnThisSite(string? url, bool local) => ConsoleRoutes.IsLocal(url).ShouldBe(local);

    [Theory]
    [InlineData(Roles.Counsellor, "/console")]
    [InlineData(Roles.Supervisor, "/console")]
    [InlineData(Roles.Operator, "/operations")]
    [InlineData("nothing", "/denied")]
    public void HomeOf_IsWhereTheRoleWorks(string role, string home) =>
        ConsoleRoutes.HomeOf(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Role, role)], "test"))).ShouldBe(home);

    [Fact]
    public void HomeOf_Nobody_IsTheLogin() => ConsoleRoutes.HomeOf(new ClaimsPrincipal(new ClaimsIdentity())).ShouldBe("/login");
}
