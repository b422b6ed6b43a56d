using CsCheck;
using Helpline.Messages;

namespace Helpline.Tests.Messages;

public class DeliveryProgressTests
{
    private static readonly Gen<DeliveryStatus> Receipt = Gen.Int[(int)DeliveryStatus.Sent, (int)DeliveryStatus.Failed].Select(status => (DeliveryStatus)status);

    private static DeliveryStatus After(IEnumerable<DeliveryStatus> receipts) =>
        receipts.Aggregate(DeliveryStatus.Sending, (status, receipt) => status.MayBecome(receipt) ? receipt : status);

    [Fact]
    public void Receipts_end_in_the_same_status_in_any_order_and_any_number() =>
        Receipt.Array[1, 8].SelectMany(receipts => Gen.Shuffle(receipts), (receipts, shuffled) => (receipts, shuffled)).Sample(
            (receipts, shuffled) => After(receipts) == After(shuffled) && After(receipts) == After(receipts.Concat(shuffled)));

    [Fact]
    public void Nothing_steps_back() =>
        Gen.Enum<DeliveryStatus>().Select(Gen.Enum<DeliveryStatus>()).Sample((a, b) => !(a.MayBecome(b) && b.MayBecome(a)));

    [Fact]
    public void The_conditional_update_and_the_rule_say_the_same() =>
        Gen.Enum<DeliveryStatus>().Select(Gen.Enum<DeliveryStatus>()).Sample((a, b) => DeliveryProgress.ThatMayBecome(b).Contains(a) == a.MayBecome(b));
}
