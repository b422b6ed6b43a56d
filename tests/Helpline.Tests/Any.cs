using CsCheck;

namespace Helpline.Tests;

/// <summary>Generators, and properties that are checked on the same values in every run.</summary>
internal static class Any
{
    /// <summary>Any one of the values.</summary>
    public static Gen<T> Of<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    /// <summary>Texts of up to <paramref name="most"/> of the pieces.</summary>
    public static Gen<string> TextOf(int most, params string[] pieces) => Of(pieces).List[0, most].Select(string.Concat);

    /// <summary>The property holds for a fixed sequence of values. If it fails, CsCheck shrinks the value and shows the smallest.</summary>
    public static void Holds<T>(this Gen<T> values, Action<T> property, int times = 500)
    {
        for (uint stream = 0; stream < times; stream++)
        {
            var random = new PCG(stream, seed: 20_260_101);
            var start = random.ToString();
            var value = values.Generate(random, null, out _);
            try
            {
                property(value);
            }
            catch (Exception)
            {
                values.Sample(property, seed: start, iter: 2_000, threads: 1);
                throw;
            }
        }
    }
}
