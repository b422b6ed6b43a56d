namespace Helpline.Storage.Sql.Rows;

/// <summary>The notice that a robot answers at a contact's address, and that the bot is silent there. One for each contact: the newest.</summary>
public sealed class LoopRow
{
    public Guid ContactId { get; set; }

    public int Kind { get; set; }

    /// <summary>When it was noticed.</summary>
    public long Since { get; set; }

    /// <summary>When the silence ends by itself.</summary>
    public long Until { get; set; }

    /// <summary>When a person's message, or an operator, ended it before.</summary>
    public long? EndedAt { get; set; }
}
