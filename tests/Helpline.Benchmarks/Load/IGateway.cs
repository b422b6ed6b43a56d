namespace Helpline.Benchmarks.Load;

/// <summary>The way to the nodes. Thread-safe.</summary>
internal interface IGateway
{
    /// <summary>A child's message; true if it was accepted.</summary>
    Task<bool> TextAsync(Phone from, string text);

    /// <summary>The receipt for a message that the server sent; true if it was accepted.</summary>
    Task<bool> DeliveredAsync(Phone to, Guid message, string sid);
}
