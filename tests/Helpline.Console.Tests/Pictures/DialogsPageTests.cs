using AngleSharp.Dom;
using Bunit;
using Helpline.Console.Pictures;
using Helpline.Tests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Helpline.Console.Tests.Pictures;

public sealed class DialogsPageTests : ConsoleTest
{
    [Fact]
    public void AllFlows_AreListedAndDrawn()
    {
        var page = Page("dialogs");

        page.FindAll($"{TestId("flow")} a").Select(link => link.TextContent).ShouldContain("Choosing a language");
        page.FindAll($"{TestId("flow")} a").ShouldContain(link => link.GetAttribute("href") == "/dialogs/pictures?lang=en");
        Nodes(page).Count.ShouldBe(TestLibrary.Engine.Library.Flows.Count + 1);
        Node(page, "pictures").QuerySelector("a")!.GetAttribute("href").ShouldBe("/dialogs/pictures?lang=en");
    }

    [Fact]
    public void AFlow_ShowsItsStatesWordsAndMarks()
    {
        var page = Page("dialogs/pictures", "pictures");

        page.Find("h1").TextContent.ShouldBe("Pictures");
        Nodes(page).Count.ShouldBe(5);
        Node(page, "start").TextContent.ShouldContain("start, question");
        Node(page, "start").TextContent.ShouldContain("en pictures.paid");
        Node(page, "start").HasAttribute("data-start").ShouldBeTrue();
        Node(page, "person").GetAttribute("data-kind").ShouldBe("handoff");
        Node(page, "person").TextContent.ShouldContain("HAND-OFF");
        Node(page, "rest").GetAttribute("data-kind").ShouldBe("end");
        page.FindAll(".edge-label").Select(label => label.TextContent).ShouldContain("A person");
        page.FindAll("path.edge").Count.ShouldBe(6);
    }

    [Fact]
    public void Words_AreInTheLanguageAskedFor_AndRunAsTheyAreWritten()
    {
        var page = Page("dialogs/pictures?lang=ur", "pictures");

        page.FindAll(".edge-label .text[lang=ur]").Select(label => label.TextContent).ShouldContain("کوئی شخص");
        page.Find("nav a[aria-current]").TextContent.ShouldBe("Urdu");
        Node(page, "person").QuerySelector(".text")!.GetAttribute("lang").ShouldBe("en");
    }

    [Fact]
    public void WhereAChildIs_IsMarkedInWords()
    {
        var page = Page("dialogs/pictures?state=pictures.evidence", "pictures");

        page.FindAll("[data-here]").ShouldHaveSingleItem().TextContent.ShouldContain("HERE, question");
        page.FindAll("nav a").ShouldAllBe(link => link.GetAttribute("href")!.EndsWith("&state=pictures.evidence"));
    }

    [Fact]
    public void AFlowThatIsNotThere_IsSaid()
    {
        var page = Page("dialogs/nothing", "nothing");

        page.Find(TestId("no-flow")).TextContent.ShouldContain("“nothing”");
        page.FindAll(TestId("picture")).ShouldBeEmpty();
    }

    [Fact]
    public void ALanguageThatIsNotThere_IsEnglish() => Page("dialogs?lang=xx").Find("nav a[aria-current]").TextContent.ShouldBe("English");

    [Fact]
    public void OnlyThoseWhoWorkHere_SeeIt() =>
        typeof(DialogsPage).GetCustomAttributes(typeof(AuthorizeAttribute), inherit: false).ShouldHaveSingleItem().ShouldBeOfType<AuthorizeAttribute>().Policy.ShouldBe(ConsolePolicies.Dialogs);

    private static IReadOnlyList<IElement> Nodes(IRenderedComponent<DialogsPage> page) => page.FindAll(TestId("node"));

    private static IElement Node(IRenderedComponent<DialogsPage> page, string name) => Nodes(page).Single(node => node.QuerySelector("b")!.TextContent == name);

    private IRenderedComponent<DialogsPage> Page(string address, string? flow = null)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return Render<DialogsPage>(parameters => parameters.Add(page => page.Flow, flow));
    }
}
