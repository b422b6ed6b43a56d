namespace Helpline.Storage.Sql;

/// <summary>
/// A turn's message was finished by somebody else, in a conversation that has been closed since: the one case that the conversation's version
/// does not fence.
/// </summary>
public sealed class MessageDoneException() : Exception("A message was finished by another turn in the meantime.");
