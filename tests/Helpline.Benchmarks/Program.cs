using System.CommandLine;
using BenchmarkDotNet.Running;
using Helpline.Benchmarks;
using Helpline.Benchmarks.Load;

// dotnet run --configuration Release --project tests/Helpline.Benchmarks -- load --help
if (args is [LoadCommand.Verb, ..])
    return await new RootCommand { LoadCommand.Create() }.Parse(args).InvokeAsync();

// dotnet run --configuration Release --project tests/Helpline.Benchmarks -- flows 1000
if (args is [FlowsCommand.Verb, ..])
    return await new RootCommand { FlowsCommand.Create() }.Parse(args).InvokeAsync();

// dotnet run --configuration Release --project tests/Helpline.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(CoreBenchmarks).Assembly).Run(args);
return 0;
