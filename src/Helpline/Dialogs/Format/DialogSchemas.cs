namespace Helpline.Dialogs.Format;

/// <summary>The schemas of a library's files, for editors.</summary>
public static class DialogSchemas
{
    /// <summary>By the schema's file name.</summary>
    public static IReadOnlyDictionary<string, string> Of(DialogLibrary library)
    {
        ArgumentNullException.ThrowIfNull(library);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["languages.schema.json"] = SchemaWriter.Write(LanguagesFormat.OfFile, "The languages: languages.yaml", library),
            ["flow.schema.json"] = SchemaWriter.Write(FlowFormat.OfFile, "A flow: flows/*.yaml", library),
            ["root.schema.json"] = SchemaWriter.Write(RootFormat.OfFile, "What works everywhere: flows/root.yaml", library),
            ["phrases.schema.json"] = SchemaWriter.Write(PhraseFormat.OfFile, "A flow's phrases: phrases/<language>/*.yaml", library),
            ["answers.schema.json"] = SchemaWriter.Write(PhraseFormat.OfAnswers, "Shared answers: phrases/<language>/answers.yaml", library),
            ["private.schema.json"] = SchemaWriter.Write(PhraseFormat.OfPrivateWords, "Words that a locked phone must not show: phrases/<language>/private.yaml", library),
            ["translated.schema.json"] = SchemaWriter.Write(PhraseFormat.OfTranslated, "From which texts translations were made: phrases/<language>/translated.yaml", library),
            ["resources.schema.json"] = SchemaWriter.Write(ReferralFormat.OfFile(ReferralFormat.Names(library.Languages, library.Preparing)), "The referral directory: resources/*.yaml", library),
            ["risk.schema.json"] = SchemaWriter.Write(LexiconFormat.OfFile, "A risk lexicon: risk/*.yaml", library),
        };
    }
}
