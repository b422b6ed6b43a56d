namespace Helpline.Messages;

/// <summary>Some lines of a transcript, in order.</summary>
/// <param name="Lines">What there is to show; may be empty though there is more, if what was passed over never reached the child.</param>
/// <param name="Mark">Read on from here.</param>
/// <param name="HasMore">True if the page was full.</param>
public sealed record TranscriptPage(IReadOnlyList<ChatLine> Lines, TranscriptMark Mark, bool HasMore);
