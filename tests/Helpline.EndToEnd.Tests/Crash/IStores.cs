using System.Data.Common;

namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>A store pair that nodes can run on, and what can be done to it in mid-run.</summary>
internal interface IStores : IAsyncDisposable
{
    /// <summary>What a node has to know, in its environment.</summary>
    IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>What befalls the stores in a run, in this order, each once.</summary>
    IReadOnlyList<Func<Task>> Misfortunes { get; }

    /// <param name="dataDirectory">The first node's.</param>
    Task StartAsync(string dataDirectory);

    /// <summary>A way into the tables; not yet open.</summary>
    DbConnection Connect();
}
