namespace Helpline.Dialogs;

/// <summary>One file of the dialog library, read by whoever has a disk.</summary>
/// <param name="Path">Relative to the library's root, with forward slashes: <c>flows/pictures.yaml</c>. Errors name it.</param>
public sealed record DialogSource(string Path, string Text);
