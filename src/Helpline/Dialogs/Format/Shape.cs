namespace Helpline.Dialogs.Format;

/// <summary>What may stand at a place of a file. The readers take the keys of mappings from here, and the schemas for editors are written from it.</summary>
internal abstract class Shape
{
    private Shape()
    {
    }

    /// <summary>Any scalar: the reader takes numbers and true for texts, too.</summary>
    public sealed class Text : Shape
    {
        /// <summary>What an editor offers; other texts are as good.</summary>
        public NameKind? Offers { get; init; }

        /// <summary>A regular expression that a text which is no number fits, or null.</summary>
        public string? Pattern { get; init; }

        /// <summary>What an editor says of a text that does not fit.</summary>
        public string PatternAdvice { get; init; } = "";
    }

    /// <summary>One of some words.</summary>
    public sealed class OneOf(IReadOnlyList<string> words) : Shape
    {
        public IReadOnlyList<string> Words => words;

        public static OneOf Of<T>()
            where T : struct, Enum => new([.. Enum.GetValues<T>().Select(SnakeCase.Of)]);
    }

    /// <summary>true or false.</summary>
    public sealed class Flag : Shape;

    /// <summary>A whole number.</summary>
    public sealed class Number(int from, int to) : Shape
    {
        public int From => from;

        public int To => to;
    }

    /// <summary>A list; what <see cref="MayBeSingle"/> may also be one item without its list.</summary>
    public sealed class ListOf(Shape item) : Shape
    {
        public Shape Item => item;

        public bool MayBeSingle { get; init; }

        public bool MayBeEmpty { get; init; } = true;
    }

    /// <summary>A mapping whose keys are the author's own.</summary>
    public sealed class MapOf(Shape value) : Shape
    {
        public Shape Value => value;

        /// <summary>What an editor offers as keys; others are as good.</summary>
        public NameKind? Offers { get; init; }
    }

    /// <summary>A mapping whose keys are given.</summary>
    public sealed class Mapping(params Key[] keys) : Shape
    {
        public IReadOnlyList<Key> Keys => keys;

        /// <summary>Keys of which exactly one must be there.</summary>
        public IReadOnlyList<string> ExactlyOne { get; init; } = [];

        /// <summary>Keys that stand only beside another.</summary>
        public IReadOnlyList<(string Key, string Beside)> Beside { get; init; } = [];

        /// <summary>What all other keys may hold; null: there are no others.</summary>
        public Shape? Others { get; init; }

        public IEnumerable<string> Names => keys.Select(key => key.Name);
    }
}

/// <summary>A key of a mapping.</summary>
internal sealed class Key(string name, Shape value, string description)
{
    public string Name => name;

    public Shape Value => value;

    /// <summary>One line for authors; editors show it.</summary>
    public string Description => description;

    public bool IsRequired { get; init; }

    public static Key Required(string name, Shape value, string description) => new(name, value, description) { IsRequired = true };
}
