namespace Helpline.Messages;

/// <summary>News between the nodes about children who chat. A hint carries no truth and may be lost: who needs to know asks <see cref="ITranscript"/> now and then, too.</summary>
public interface IChatHints
{
    /// <summary>Calls, from any thread, when there may be new lines for the child; until disposed.</summary>
    IDisposable Watch(Address child, Action news);

    /// <summary>Says that the child is typing just now. Nothing is stored.</summary>
    Task TypesAsync(Address child);
}
