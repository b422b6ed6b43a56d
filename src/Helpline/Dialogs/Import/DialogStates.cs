namespace Helpline.Dialogs.Import;

/// <summary>Names of states.</summary>
internal static class DialogStates
{
    /// <summary>Without the flow.</summary>
    public static string Short(string state) => state[(state.IndexOf('.', StringComparison.Ordinal) + 1)..];
}
