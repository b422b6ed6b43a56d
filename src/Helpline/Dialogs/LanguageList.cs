namespace Helpline.Dialogs;

/// <summary>What <c>languages.yaml</c> says.</summary>
/// <param name="Live">The languages that children are offered; the first is the one that translations are made from.</param>
/// <param name="Preparing">Languages that are being translated into.</param>
/// <param name="WithoutLexicon">Live languages whose messages the other languages' rules read alone.</param>
internal sealed record LanguageList(IReadOnlyList<Located<string>> Live, IReadOnlyList<Located<string>> Preparing, IReadOnlyList<Located<string>> WithoutLexicon);
