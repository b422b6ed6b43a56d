namespace Helpline.Dialogs;

/// <summary>A mistake in a dialog library, where it is and what to do about it. Lines and columns count from 1.</summary>
public sealed record DialogProblem(string File, long Line, long Column, string Message)
{
    /// <summary>True if the library can be used all the same.</summary>
    public bool IsWarning { get; init; }

    /// <summary>In the form that editors and CI logs link: <c>file:line:column: error: message</c>.</summary>
    public override string ToString() => $"{File}:{Line}:{Column}: {(IsWarning ? "warning" : "error")}: {Message}";
}

/// <summary>The dialog library cannot be used. All its problems are reported at once.</summary>
public sealed class DialogLibraryException(IReadOnlyList<DialogProblem> problems)
    : Exception($"The dialog library has {problems.Count} problem(s):{Environment.NewLine}{string.Join(Environment.NewLine, problems)}")
{
    public IReadOnlyList<DialogProblem> Problems { get; } = problems;
}
