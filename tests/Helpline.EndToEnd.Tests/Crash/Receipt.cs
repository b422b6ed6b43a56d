namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>A receipt that the provider brought, or gave up bringing.</summary>
internal sealed record Receipt(Guid Message, string Status, bool WasAcknowledged);
