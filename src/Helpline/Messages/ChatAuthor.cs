namespace Helpline.Messages;

/// <summary>Who wrote a line, as a child may know it: never a counsellor's name.</summary>
public enum ChatAuthor
{
    Child,
    Bot,
    Counsellor,
}
