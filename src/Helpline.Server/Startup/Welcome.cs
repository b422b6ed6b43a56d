namespace Helpline.Server.Startup;

/// <summary>What a developer sees when the server is up.</summary>
internal static class Welcome
{
    public static void Print(WebApplication app, TextWriter output)
    {
        var url = app.Urls.FirstOrDefault() ?? "http://localhost:5080";
        output.WriteLine($"""

            Helpline is up (Development).
              Simulator    {url}/simulator     a phone that texts the service
              Chat         {url}/chat          the page that children write on
              Console      {url}/console       counsellors and supervisors
              Operations   {url}/operations    queues and channels

              Log-ins, seeded in Development only:
            """);
        foreach (var (email, name, role, password) in People.Demo)
            output.WriteLine($"    {role,-11}{email,-32}{password,-18}({name})");
        output.WriteLine();
    }
}
