namespace Helpline.Tests.Dialogs;

public class DialogReaderTests
{
    [Fact]
    public void The_test_library_has_no_problems() => new TestLibrary().Problems().ShouldBeEmpty();
}
