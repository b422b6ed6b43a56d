namespace Helpline.Handoffs;

/// <summary>What a child may know of its place among those who wait for a counsellor.</summary>
/// <param name="Position">From 1, in the counsellors' own order; null: it does not wait.</param>
/// <param name="Wait">Most of those who waited lately waited less; null: nobody can say.</param>
/// <param name="IsWithCounsellor">True while a counsellor holds the conversation.</param>
public sealed record Standing(int? Position, TimeSpan? Wait, bool IsWithCounsellor)
{
    public static Standing Nobody { get; } = new(null, null, IsWithCounsellor: false);
}
