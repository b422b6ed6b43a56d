using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Helpline.Dialogs;

namespace Helpline.Benchmarks;

/// <summary><c>flows</c>: how long a library of many flows takes to read and prove, from files, as a server and <c>dialogs lint</c> do.</summary>
internal static class FlowsCommand
{
    public const string Verb = "flows";

    public static Command Create()
    {
        var count = new Argument<int>("count") { Description = "Flows beside the shipped ones.", DefaultValueFactory = _ => 1_000 };
        var command = new Command(Verb, "Writes the shipped library with generated flows (20 states, three languages) to a temporary directory; reads and proves it.") { count };
        command.SetAction(parsed => Run(parsed.GetValue(count)));
        return command;
    }

    private static void Run(int flows)
    {
        var directory = Directory.CreateTempSubdirectory("helpline-flows-").FullName;
        try
        {
            Write(Shipped.Sources(), directory);
            _ = Measure("the shipped library, first", directory);
            var shipped = Measure("the shipped library, again", directory);
            Write(Generated.Sources(flows), directory);
            var all = Measure(string.Create(CultureInfo.InvariantCulture, $"with {flows} flows more"), directory);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{flows} flows: {(all - shipped).TotalSeconds:0.00} s"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Write(IReadOnlyList<DialogSource> sources, string directory)
    {
        foreach (var source in sources)
        {
            var path = Path.Combine(directory, source.Path);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, source.Text);
        }
    }

    private static TimeSpan Measure(string what, string directory)
    {
        var clock = Stopwatch.StartNew();
        var library = DialogReader.Read(Shipped.Sources(directory));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {library.Flows.Count} flows, {library.States.Count} states: {clock.Elapsed.TotalSeconds:0.00} s"));
        return clock.Elapsed;
    }
}
