namespace Helpline.Server.Tests.Infra;

/// <summary>One setting of <c>postgresql.conf</c> or <c>redis.conf</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Without quotes.</param>
/// <param name="Section">The first sentence of the section's heading.</param>
/// <param name="Reason">The comment on its line or on the lines directly above; empty if there is none.</param>
internal sealed record Setting(string Name, string Value, string Section, string Reason);
