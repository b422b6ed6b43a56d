namespace Helpline.Benchmarks.Load;

/// <summary>What is measured.</summary>
/// <param name="Channel">How the children write: <c>twilio</c>, <c>directline</c> or <c>kannel</c>.</param>
/// <param name="Embedded">SQLite and Garnet inside the one server, instead of PostgreSQL and Redis.</param>
/// <param name="Nodes">Server processes.</param>
/// <param name="Conversations">Children who text at the same time.</param>
/// <param name="Rate">Messages per second, evenly spaced whatever the answers; null: each child texts again when the answer has come.</param>
/// <param name="Seconds">The measured time.</param>
/// <param name="WarmUp">Seconds of the same traffic before it.</param>
/// <param name="Stored">Finished conversations that are in the database already.</param>
/// <param name="Burst">If set, so many children text once within one second, and that is what is measured.</param>
/// <param name="Pgbench">Seconds for the same work as bare SQL; 0 leaves it out.</param>
internal sealed record LoadOptions(string Channel, bool Embedded, int Nodes, int Conversations, int? Rate, int Seconds, int WarmUp, int Stored, int? Burst, int Pgbench)
{
    public const string Twilio = "twilio";
    public const string DirectLine = "directline";
    public const string Kannel = "kannel";

    public string Mode => Embedded ? "embedded" : "postgres";
}
