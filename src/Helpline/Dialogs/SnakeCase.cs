using System.Text;

namespace Helpline.Dialogs;

/// <summary>How enum values are written in the library's files and phrase keys: <c>SelfHarm</c> is <c>self_harm</c>.</summary>
public static class SnakeCase
{
    public static string Of<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        var snake = new StringBuilder();
        foreach (var character in name)
        {
            if (char.IsUpper(character) && snake.Length > 0)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(character));
        }

        return snake.ToString();
    }

    public static T? Parse<T>(string text)
        where T : struct, Enum =>
        Enum.GetValues<T>().Where(value => Of(value) == text).Select(value => (T?)value).FirstOrDefault();
}
