namespace Helpline.Storage.Redis;

/// <summary>What a worker can be woken for.</summary>
public enum WorkKind
{
    Turns,
    Outbox,
}
