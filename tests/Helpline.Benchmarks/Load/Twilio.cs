using System.Globalization;

namespace Helpline.Benchmarks.Load;

/// <summary>The account that the server is configured with, and the numbers of the children who text it.</summary>
internal static class Twilio
{
    public const string AccountSid = "AC00000000000000000000000000000001";
    public const string AuthToken = "f00dfeedf00dfeedf00dfeedf00dfeed";
    public const string Number = "+15005550006";
    public const string PublicUrl = "https://helpline.example";
    private const long FirstNumber = 92_300_000_0000;

    /// <summary>A child's number; children are counted from 0.</summary>
    public static string NumberOf(int child) => string.Create(CultureInfo.InvariantCulture, $"+{FirstNumber + child}");

    /// <summary>The child that has a number, given as its digits.</summary>
    public static int ChildOf(long number) => (int)(number - FirstNumber);

    public static string NewSid() => $"SM{Guid.NewGuid():N}";
}
