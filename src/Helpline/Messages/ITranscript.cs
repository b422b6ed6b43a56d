namespace Helpline.Messages;

/// <summary>
/// What a child has written and was told, over all its conversations, in the order in which turns have put them: for channels whose children read it
/// from us and not from a network. SQL's truth, the same from every node.
/// </summary>
/// <remarks>A child's line is there once a turn has dealt with it; ours once it was handed over to the channel, and what comes after it not before. What was given
/// up is left out.</remarks>
public interface ITranscript
{
    /// <summary>The lines after a mark, at most so many. A child who never wrote has none.</summary>
    Task<TranscriptPage> ReadAsync(Address child, TranscriptMark after, int most, CancellationToken cancellationToken);

    /// <summary>Those of the children, all of one channel, who have lines after their marks or soon will. One question for all.</summary>
    Task<IReadOnlyList<Address>> WithNewsAsync(IReadOnlyDictionary<Address, TranscriptMark> children, CancellationToken cancellationToken);
}
