namespace Helpline.Dialogs.Import;

/// <summary>The file is no RapidPro export that can be read at all; the message says what to do. What is wrong within an export is a finding instead.</summary>
public sealed class RapidProFormatException(string message) : Exception(message);
