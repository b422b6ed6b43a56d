namespace Helpline.Server.Startup;

/// <summary>The dialogs' files as the server began with them.</summary>
/// <param name="Directory">Where they are.</param>
/// <param name="Fingerprint">Taken before they were read: what is written while the server starts is then seen as a change.</param>
internal sealed record DialogsAsRead(string Directory, string Fingerprint);
