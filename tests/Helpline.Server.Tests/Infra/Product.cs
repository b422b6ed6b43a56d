using System.Reflection;
using Helpline.Channels;
using Helpline.Console;
using Helpline.Server.Startup;
using Helpline.Storage;
using Microsoft.AspNetCore.Routing;

namespace Helpline.Server.Tests.Infra;

/// <summary>What the server itself says of its settings and addresses, for comparison with what <c>infra/</c> writes.</summary>
internal static class Product
{
    // Read by .NET and ASP.NET Core, not by us.
    private static readonly string[] Host = ["Urls", "ASPNETCORE_FORWARDEDHEADERS_ENABLED", "ASPNETCORE_HTTP_PORTS", "DOTNET_EnableDiagnostics"];

    private static readonly Assembly[] Assemblies = [typeof(HelplineHost).Assembly, typeof(StorageServices).Assembly, typeof(ChannelServices).Assembly, typeof(ConsoleServices).Assembly];

    /// <summary>Every setting as a variable of the environment.</summary>
    public static IReadOnlySet<string> Variables { get; } = Assemblies
        .SelectMany(assembly => assembly.GetTypes())
        .Select(type => (Type: type, Section: type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue() as string))
        .Where(options => options.Section is not null)
        .SelectMany(options => options.Type.GetProperties().Where(property => property.CanWrite).Select(property => $"{options.Section}:{property.Name}"))
        .Concat([$"ConnectionStrings:{nameof(StorageOptions.Postgres)}", $"ConnectionStrings:{nameof(StorageOptions.Redis)}"])
        .Select(key => key.Replace(":", "__", StringComparison.Ordinal))
        .Concat(Host)
        .ToHashSet();

    /// <summary>Every path that it answers, in Development.</summary>
    public static IReadOnlyList<string> ReadRoutes()
    {
        var data = Directory.CreateTempSubdirectory("helpline-routes-");
        try
        {
            var app = HelplineHost.Build(["--environment", "Development", $"--applicationName={typeof(HelplineHost).Assembly.GetName().Name}", $"--Helpline:DataDirectory={data.FullName}", $"--Helpline:DialogsDirectory={Repository.Dialogs}"]);
            using (app as IDisposable)
            {
                app.MapHelpline();
                return [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Select(endpoint => $"/{endpoint.RoutePattern.RawText?.Trim('/')}")];
            }
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }
}
