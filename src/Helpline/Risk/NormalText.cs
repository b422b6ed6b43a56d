using System.Text;

namespace Helpline.Risk;

/// <summary>
/// A message in the form that lexicons and answer words are written in, with the way back to the original: words of unified letters
/// (<see cref="Letters"/>), leetspeak between letters undone, three or more equal letters reduced to one, single letters that stand in a row
/// (s u i c i d e) joined, emoji as words of their own. Reads in one pass, linear in the text, and allocates nothing once its buffers have
/// grown. Not thread-safe: one for each reader, used again and again.
/// </summary>
internal sealed class NormalText
{
    /// <summary>Words that are read; a message has room for far fewer.</summary>
    public const int MostWords = 4_000;

    /// <summary>Single letters in a row from which on they are one word.</summary>
    private const int FewestSpacedLetters = 3;

    private char[] _letters = new char[512];
    private Word[] _words = new Word[128];
    private int _length;
    private int _count;
    private int _start; // of the word that is being read
    private int _from;
    private int _to;
    private bool _beginsClause;

    public ReadOnlySpan<Word> Words => _words.AsSpan(0, _count);

    public ReadOnlySpan<char> Of(in Word word) => _letters.AsSpan(word.At, word.Length);

    public void Read(ReadOnlySpan<char> text)
    {
        if (_letters.Length < text.Length * Letters.LongestExpansion)
            _letters = new char[text.Length * Letters.LongestExpansion];
        (_length, _count, _start, _beginsClause) = (0, 0, 0, true);
        for (var i = 0; i < text.Length && _count < MostWords; i++)
        {
            switch (Letters.Of(text[i]))
            {
                case Letters.Separator:
                    Finish();
                    break;
                case Letters.ClauseEnd:
                    Finish();
                    _beginsClause = true;
                    break;
                case Letters.Dropped:
                    _to = i + 1;
                    break;
                case Letters.Expands:
                    Begin(i);
                    foreach (var letter in Letters.Expansion(text[i]))
                        _letters[_length++] = letter;
                    _to = i + 1;
                    break;
                case Letters.Sign:
                    AddSign(text, i, 1);
                    break;
                case Letters.Surrogate:
                    i += ReadRune(text, i);
                    break;
                case '!' or '@' or '$' when IsLoose(text, i):
                    Finish();
                    _beginsClause |= Letters.Of(text[i]) == '!';
                    break;
                case var letter:
                    Begin(i);
                    _letters[_length++] = letter;
                    _to = i + 1;
                    break;
            }
        }

        Finish();
        JoinSpaced();
    }

    private static bool IsLatin(char letter) => letter is >= 'a' and <= 'z';

    private static bool IsLatinLetter(char character) => IsLatin(Letters.Of(character));

    /// <summary>
    /// Signs that children also use as letters (k!ll, p@ssword, $uicide) count only between two Latin letters, "$" also before two at a word's
    /// beginning; "!", which also ends sentences without a space (help!me), only after a word's first.
    /// </summary>
    private bool IsLoose(ReadOnlySpan<char> text, int i)
    {
        var read = _length - _start;
        if (i + 1 >= text.Length || !IsLatinLetter(text[i + 1]))
            return true;
        return Letters.Of(text[i]) switch
        {
            '!' => read != 1 || !IsLatin(_letters[_length - 1]),
            '$' when read == 0 => (i > 0 && text[i - 1] == text[i]) || i + 2 >= text.Length || !IsLatinLetter(text[i + 2]),
            _ => read == 0 || !IsLatin(_letters[_length - 1]),
        };
    }

    /// <summary>How many characters beyond the first it has read.</summary>
    private int ReadRune(ReadOnlySpan<char> text, int i)
    {
        if (Rune.DecodeFromUtf16(text[i..], out var rune, out var length) != System.Buffers.OperationStatus.Done)
        {
            Finish(); // half a pair, as a text cut in the wrong place ends with
            return 0;
        }

        switch (Letters.OfRune(rune))
        {
            case Letters.Sign:
                AddSign(text, i, length);
                break;
            case Letters.Dropped:
                _to = i + length;
                break;
            case Letters.Separator or Letters.ClauseEnd or Letters.Expands:
                Finish();
                break;
            case var letter:
                Begin(i);
                _letters[_length++] = letter;
                _to = i + length;
                break;
        }

        return length - 1;
    }

    private void AddSign(ReadOnlySpan<char> text, int i, int length)
    {
        Finish();
        text.Slice(i, length).CopyTo(_letters.AsSpan(_length));
        Add(new Word(_length, length, i, i + length, IsSign: true, _beginsClause, WasStretched: false));
        _length += length;
        _start = _length;
    }

    private void Begin(int i)
    {
        if (_length == _start)
            _from = i;
    }

    private void Finish()
    {
        var word = _letters.AsSpan(_start, _length - _start);
        if (word.IsEmpty)
            return;
        Unleet(word);
        var length = Squeeze(word);
        Add(new Word(_start, length, _from, _to, IsSign: false, _beginsClause, WasStretched: length < word.Length));
        _start = _length;
    }

    private void Add(Word word)
    {
        if (_count == _words.Length)
            Array.Resize(ref _words, _count * 2);
        _words[_count++] = word;
        _beginsClause = false;
    }

    private static void Unleet(Span<char> word)
    {
        if (word[0] == '$')
            word[0] = 's';
        for (var i = 1; i < word.Length - 1; i++)
        {
            if (Letters.Leet(word[i]) is { } letter && IsLatin(word[i - 1]) && IsLetterOrLeet(word, i + 1))
                word[i] = letter;
        }
    }

    private static bool IsLetterOrLeet(Span<char> word, int i) =>
        IsLatin(word[i]) || (i + 1 < word.Length && Letters.Leet(word[i]) is not null && IsLatin(word[i + 1]));

    private static int Squeeze(Span<char> word)
    {
        var length = 0;
        for (var i = 0; i < word.Length;)
        {
            var run = i;
            while (run < word.Length && word[run] == word[i])
                run++;
            var kept = run - i >= 3 && char.IsLetter(word[i]) ? 1 : run - i;
            for (; kept > 0; kept--)
                word[length++] = word[i];
            i = run;
        }

        return length;
    }

    /// <summary>Joins single letters in a row, each one character apart, into one word.</summary>
    private void JoinSpaced()
    {
        var kept = 0;
        for (var i = 0; i < _count;)
        {
            var run = i + 1;
            if (IsSpacedLetter(_words[i]))
            {
                while (run < _count && IsSpacedLetter(_words[run]) && _words[run].From - _words[run - 1].To == 1)
                    run++;
            }

            if (run - i < FewestSpacedLetters)
            {
                while (i < run)
                    _words[kept++] = _words[i++];
                continue;
            }

            var first = _words[i];
            var letters = _letters.AsSpan(first.At, run - i);
            for (var letter = i; letter < run; letter++)
                letters[letter - i] = _letters[_words[letter].At]; // each lies at or behind its new place
            var length = Squeeze(letters);
            _words[kept++] = first with { Length = length, To = _words[run - 1].To, WasStretched = length < letters.Length };
            i = run;
        }

        _count = kept;
    }

    private bool IsSpacedLetter(in Word word) => word is { Length: 1, IsSign: false } && char.IsLetter(_letters[word.At]);
}
