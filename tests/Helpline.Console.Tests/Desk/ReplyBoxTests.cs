using Bunit;
using Helpline.Console.Desk;

namespace Helpline.Console.Tests.Desk;

public sealed class ReplyBoxTests : ConsoleTest
{
    private readonly List<string> _sent = [];
    private Func<string, Task<string?>> _answer = _ => Task.FromResult<string?>(null);

    [Theory]
    [InlineData("", "0 characters · 0 SMS segments · GSM-7")]
    [InlineData("x", "1 character · 1 SMS segment · GSM-7")]
    [InlineData("کیا آپ محفوظ ہیں؟", "17 characters · 1 SMS segment · UCS-2")]
    public void Segments_AreCountedWhileTyping(string text, string words)
    {
        var box = Box();

        box.Find("textarea").Input(text);

        box.Find(TestId("segments")).FirstElementChild!.TextContent.ShouldBe(words);
        box.Find(TestId("segments")).HasAttribute("data-long").ShouldBeFalse();
    }

    [Fact]
    public void Segments_AboveTwo_WarnInWords()
    {
        var box = Box();

        box.Find("textarea").Input(new string('x', 320));

        var segments = box.Find(TestId("segments"));
        segments.TextContent.ShouldContain("320 characters · 3 SMS segments · GSM-7");
        segments.TextContent.ShouldContain("Long");
        segments.HasAttribute("data-long").ShouldBeTrue();
    }

    [Fact]
    public void Segments_NameTheOneCharacterThatIsDear()
    {
        var box = Box();

        box.Find("textarea").Input("I’m here");

        box.Find(TestId("segments")).TextContent.ShouldContain("because of the character ’");
    }

    [Fact]
    public async Task Send_Done_ClearsTheBox()
    {
        var box = Box();
        box.Find("textarea").Input("I am here.");

        await box.Find("form").SubmitAsync();

        _sent.ShouldBe(["I am here."]);
        box.Find("textarea").GetAttribute("value").ShouldBe("");
        box.FindAll(TestId("reply-problem")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_Refused_KeepsTheWordsAndSaysWhy()
    {
        _answer = _ => Task.FromResult<string?>("You do not hold this conversation any more.");
        var box = Box();
        box.Find("textarea").Input("I am here.");

        await box.Find("form").SubmitAsync();

        box.Find("textarea").GetAttribute("value").ShouldBe("I am here.");
        box.Find(TestId("reply-problem")).TextContent.Trim().ShouldBe("You do not hold this conversation any more.");
        box.Find(TestId("reply-send")).HasAttribute("disabled").ShouldBeFalse();
    }

    [Fact]
    public async Task Send_TwiceWhileSending_SendsOnce()
    {
        var answer = new TaskCompletionSource<string?>();
        _answer = _ => answer.Task;
        var box = Box();
        box.Find("textarea").Input("I am here.");

        var first = box.Find("form").SubmitAsync();
        box.Find(TestId("reply-send")).HasAttribute("disabled").ShouldBeTrue();
        var second = box.Find("form").SubmitAsync();
        answer.SetResult(null);
        await Task.WhenAll(first, second);

        _sent.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("   ")]
    [InlineData("")]
    public void Send_Nothing_IsNotPossible(string text)
    {
        var box = Box();

        box.Find("textarea").Input(text);

        box.Find(TestId("reply-send")).HasAttribute("disabled").ShouldBeTrue();
    }

    [Fact]
    public void TooLong_IsSaidBeforeSending()
    {
        var box = Box();

        box.Find("textarea").Input(new string('x', 1531));

        box.Find(TestId("segments")).TextContent.ShouldContain("1530 characters at most");
        box.Find(TestId("reply-send")).HasAttribute("disabled").ShouldBeTrue();
    }

    private IRenderedComponent<ReplyBox> Box() => Render<ReplyBox>(parameters => parameters.Add(box => box.Send, text =>
    {
        _sent.Add(text);
        return _answer(text);
    }));
}
