namespace Helpline.Risk;

/// <summary>A word of a <see cref="NormalText"/>.</summary>
/// <param name="At">Where its letters begin in the text's letters.</param>
/// <param name="Length">How many they are.</param>
/// <param name="From">Where it begins in the original (UTF-16 offset).</param>
/// <param name="To">Where it ends in the original.</param>
/// <param name="IsSign">An emoji or another sign, not letters.</param>
/// <param name="BeginsClause">A sentence or clause has ended before it.</param>
/// <param name="WasStretched">Letters were written three times or more.</param>
internal readonly record struct Word(int At, int Length, int From, int To, bool IsSign, bool BeginsClause, bool WasStretched);
