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

    /// <summary>As <see cref="Holds"/>, for a property with I/O, which has no time for thousands of guesses: what fails is made smaller step by step.</summary>
    /// <param name="values">The values.</param>
    /// <param name="property">Throws for a value of which it does not hold.</param>
    /// <param name="smaller">A value's next smaller ones.</param>
    /// <param name="times">How many values.</param>
    public static async Task HoldsAsync<T>(this Gen<T> values, Func<T, Task> property, Func<T, IEnumerable<T>> smaller, int times)
    {
        for (uint stream = 0; stream < times; stream++)
        {
            var value = values.Generate(new PCG(stream, seed: 20_260_101), null, out _);
            if (await FailureAsync(value) is not { } failure)
                continue;
            for (var smallest = false; !smallest;)
            {
                smallest = true;
                foreach (var candidate in smaller(value))
                {
                    if (await FailureAsync(candidate) is not { } same)
                        continue;
                    (value, failure, smallest) = (candidate, same, false);
                    break;
                }
            }

            throw new ShouldAssertException($"It does not hold for {value}\n{failure.Message}", failure);
        }

        async Task<Exception?> FailureAsync(T value)
        {
            try
            {
                await property(value);
                return null;
            }
            catch (Exception error)
            {
                return error;
            }
        }
    }
}
