namespace Helpline.EndToEnd.Tests.Crash;

/// <summary>A message that a child is going to write.</summary>
/// <param name="Sid">The provider's id.</param>
/// <param name="Waits">True if the child waits for an answer before it writes on; else only for the webhook's.</param>
/// <param name="Races">True if the provider delivers it to two nodes at once.</param>
/// <param name="Repeats">How often the provider delivers it again although it was accepted.</param>
internal sealed record PlannedMessage(string Sid, string Text, int Attachments, bool Waits, bool Races, int Repeats);
