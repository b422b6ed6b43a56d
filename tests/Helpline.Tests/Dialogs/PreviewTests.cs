using Helpline.Dialogs;

namespace Helpline.Tests.Dialogs;

/// <summary>What a locked phone shows of a message: the shipped dialogs with one text changed.</summary>
public class PreviewTests
{
    [Theory]
    [InlineData("phrases/en/touch.yaml", "believe: \"", "believe: \"Your abuser is wrong. ")]
    [InlineData("phrases/en/menu.yaml", "topic: \"", "topic: \"Suicide, abuse or other? ")]
    [InlineData("phrases/ur/menu.yaml", "topic: \"", "topic: \"خودکشی؟ ")]
    public void A_message_that_begins_with_its_topic_is_an_error(string file, string text, string instead)
    {
        var sources = ShippedDialogs.Sources.Select(source => source.Path == file ? source with { Text = source.Text.Replace(text, instead, StringComparison.Ordinal) } : source).ToList();

        var problems = Should.Throw<DialogLibraryException>(() => DialogReader.Read(sources)).Problems;

        problems.ShouldContain(problem => !problem.IsWarning && problem.File == file && problem.Message.Contains("on a locked phone", StringComparison.Ordinal));
    }

    [Fact]
    public void Further_back_in_the_message_it_may_stand()
    {
        var sources = ShippedDialogs.Sources.Select(source => source.Path == "phrases/en/touch.yaml" ? source with { Text = source.Text.Replace("We believe you. Whatever", "We believe you. This is abuse. Whatever", StringComparison.Ordinal) } : source).ToList();

        DialogReader.Read(sources).States.ShouldNotBeEmpty();
    }
}
