using System.Diagnostics;

namespace Helpline.Benchmarks.Load;

/// <summary>Processor time by who used it.</summary>
internal sealed record CpuShares(double Server, double Postgres, double Redis, double Load)
{
    /// <summary>So far, in seconds.</summary>
    public static CpuShares Now(IEnumerable<Node> nodes, Stores stores)
    {
        using var self = Process.GetCurrentProcess();
        return new CpuShares(
            nodes.Sum(node => ProcessFigures.ProcessorSeconds(node.HomeDirectory)),
            stores.Postgres is { } postgres ? ProcessFigures.ProcessorSeconds(postgres.HomeDirectory) : 0,
            stores.Redis is { } redis ? ProcessFigures.ProcessorSeconds(redis.HomeDirectory) : 0,
            self.TotalProcessorTime.TotalSeconds);
    }

    /// <summary>Microseconds per message since then.</summary>
    public CpuShares PerMessage(CpuShares since, int messages)
    {
        double Each(double now, double then) => messages == 0 ? 0 : Math.Round((now - then) * 1e6 / messages);
        return new CpuShares(Each(Server, since.Server), Each(Postgres, since.Postgres), Each(Redis, since.Redis), Each(Load, since.Load));
    }
}
