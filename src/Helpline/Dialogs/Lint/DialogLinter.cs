namespace Helpline.Dialogs.Lint;

/// <summary>Proves that a library is whole: what it names exists, everything is reached, fits its SMS, is said in every language, and leads to a person.</summary>
internal static class DialogLinter
{
    /// <summary>Adds what is wrong to the draft's problems. The draft has a root.</summary>
    public static void Check(DialogDraft draft)
    {
        var root = draft.Root!.Value;
        if (draft.Referrals is null)
            draft.Problems.Add(new DialogProblem("resources/", 1, 1, "the referral directory is missing"));
        LanguageChecks.Check(draft, draft.Declared!);
        TargetChecks.Check(draft, root);
        FactChecks.Check(draft);
        StateSizeChecks.Check(draft);
        PhraseChecks.Check(draft, root);
        AnswerChecks.Check(draft, root);
        LexiconLinter.Check(draft);
        if (draft.Problems.Any(problem => !problem.IsWarning))
            return; // what follows reads the texts and walks the ways that are missing
        ReachChecks.Check(draft, root);
        ChainChecks.Check(draft);
        LengthChecks.Check(draft);
        PreviewChecks.Check(draft);
    }
}
