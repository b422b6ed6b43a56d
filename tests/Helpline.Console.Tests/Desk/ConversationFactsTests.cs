using Bunit;
using Helpline.Console.Desk;
using Helpline.Conversations;
using Helpline.Messages;
using Helpline.Risk;
using Helpline.Storage.Reading;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Console.Tests.Desk;

public sealed class ConversationFactsTests : ConsoleTest
{
    [Fact]
    public void WhatItWasAbout_LeadsToThePictureWithTheStateInTheChildsLanguage()
    {
        var link = Facts("pictures.evidence").Find(TestId("dialog-picture"));

        link.TextContent.ShouldBe("Pictures");
        link.GetAttribute("href").ShouldBe("/dialogs/pictures?lang=ur&state=pictures.evidence");
        link.GetAttribute("target").ShouldBe("_blank"); // the conversation stays open
    }

    [Fact]
    public void AStateOfEarlierDialogs_HasNoPicture()
    {
        var facts = Facts("gone.state");

        facts.FindAll(TestId("dialog-picture")).ShouldBeEmpty();
        facts.Find("dl").TextContent.ShouldContain("gone.state");
    }

    private IRenderedComponent<ConversationFacts> Facts(string state)
    {
        var view = new ConversationView(new ConversationId(Guid.NewGuid()), "7K2Q", ChannelNames.Twilio, "ur", LifecycleState.Automated, RiskLevel.None, null, state, Discreet: false, OptedOut: false, 0, [], []);
        return Render<ConversationFacts>(parameters => parameters.Add(facts => facts.View, view).Add(facts => facts.Zone, TimeZoneInfo.Utc));
    }
}
