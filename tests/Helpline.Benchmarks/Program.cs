using BenchmarkDotNet.Running;
using Helpline.Benchmarks;

// dotnet run --configuration Release --project tests/Helpline.Benchmarks -- --filter '*'
BenchmarkSwitcher.FromAssembly(typeof(CoreBenchmarks).Assembly).Run(args);
