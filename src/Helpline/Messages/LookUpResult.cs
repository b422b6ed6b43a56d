namespace Helpline.Messages;

/// <summary>What a provider knows of a message whose send had no answer.</summary>
public abstract record LookUpResult
{
    private LookUpResult()
    {
    }

    /// <summary>Messages to this child with these words that the provider has taken since; one of them may be an earlier one of ours.</summary>
    public sealed record Known(IReadOnlyList<string> ProviderIds) : LookUpResult;

    /// <summary>The provider did not answer; ask again.</summary>
    public sealed record TryLater(string Code) : LookUpResult;

    /// <summary>This kind of provider cannot be asked.</summary>
    public sealed record CannotAsk : LookUpResult;
}
