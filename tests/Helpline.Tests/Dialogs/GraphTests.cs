using Helpline.Dialogs;
using Helpline.Dialogs.Graphs;

namespace Helpline.Tests.Dialogs;

/// <summary>Pictures of flows: what is marked, and how it is written down.</summary>
public class GraphTests
{
    /// <summary>A flow with one of everything, that nothing leads to.</summary>
    private static readonly DialogLibrary Library = DialogReader.Sketch(new TestLibrary()
        .With("flows/all.yaml", """
            flow: all
            title: One of "everything"
            start: start
            states:
              start:
                branch:
                  - {if: {age: <13, my_plan: set}, go: talk}
                  - {if: {place: punjab}, go: talk}
                  - {go: sub}
              talk:
                ask: how
                options:
                  yes: help
                  no: help
                  again: talk
                text: {fact: my_words, most: 40, go: sub}
                silence:
                  - {after: 10m, say: there}
                  - {after: 48h, go: end}
              sub:
                call: language.start
                then: help
              help:
                follow_up: {after: 20h, go: menu.start}
                handoff: {reason: abuse, level: high}
              end:
                end: true
              lonely:
                go: nowhere
            """)
        .AppendPhrase("all", "how", language => $"{language} How do you feel today, and would you like to tell us a little more about it?")
        .Sources);

    private static readonly DialogGraph All = FlowGraph.Of(Library, "all", Languages.English);

    [Theory]
    [InlineData("all.start", NodeKind.Branch, "start, branch, NOT REACHED")]
    [InlineData("all.talk", NodeKind.Question, "question, NOT REACHED")]
    [InlineData("all.sub", NodeKind.Call, "call, NOT REACHED")]
    [InlineData("all.help", NodeKind.Handoff, "HAND-OFF, high: abuse, NOT REACHED")]
    [InlineData("all.end", NodeKind.End, "end, NOT REACHED")]
    [InlineData("language.start", NodeKind.Flow, "another flow")]
    [InlineData("all.nowhere", NodeKind.Missing, "there is no such state")]
    public void A_state_is_marked_with_what_it_is(string state, NodeKind kind, string note)
    {
        var node = Node(All, state);

        (node.Kind, node.Note).ShouldBe((kind, note));
        node.IsUnreached.ShouldBe(note.EndsWith("NOT REACHED", StringComparison.Ordinal));
        node.IsStart.ShouldBe(state == "all.start");
    }

    [Fact]
    public void States_that_conversations_reach_are_not_marked()
    {
        Node(Flow("pictures"), "pictures.start").IsUnreached.ShouldBeFalse();
        Node(Flow("pictures"), "pictures.start").Note.ShouldBe("start, question");
        Node(Flow("pictures"), "person.start").ShouldBe(new GraphNode("person.start", NodeKind.Handoff, "person", "another flow, HAND-OFF, low: asked", "A person") { Flow = "person" });
        Node(Flow("person"), "person.back").Kind.ShouldBe(NodeKind.Return);
    }

    [Fact]
    public void A_node_says_the_beginning_of_its_question_in_the_language_asked_for()
    {
        Node(All, "all.talk").Words.ShouldBe("en How do you feel today, and would you like to tell us…");
        Node(FlowGraph.Of(Library, "all", Languages.Urdu), "all.talk").Words.ShouldStartWith("ur How do you feel");
        Node(Flow("pictures"), "pictures.paid_yes").Words.ShouldBe("en pictures.paid_yes");
    }

    [Theory]
    [InlineData("all.talk", "all.help", EdgeKind.Answer, "Yes / No")]
    [InlineData("all.talk", "all.talk", EdgeKind.Answer, "Again")]
    [InlineData("all.talk", "all.sub", EdgeKind.Answer, "own words")]
    [InlineData("all.talk", "all.talk", EdgeKind.Silence, "10 min of silence: reminder")]
    [InlineData("all.talk", "all.end", EdgeKind.Silence, "2 d of silence")]
    [InlineData("all.start", "all.talk", EdgeKind.Go, "age < 13 and my_plan set / place = punjab")]
    [InlineData("all.start", "all.sub", EdgeKind.Go, "otherwise")]
    [InlineData("all.sub", "language.start", EdgeKind.Call, "calls")]
    [InlineData("all.sub", "all.help", EdgeKind.Go, "then")]
    [InlineData("all.help", "menu.start", EdgeKind.FollowUp, "20 h later, if wanted")]
    public void Every_way_is_an_edge_with_what_leads_there(string from, string to, EdgeKind kind, string label) =>
        All.Edges.ShouldContain(new GraphEdge(from, to, kind, label));

    [Fact]
    public void Answers_are_in_the_language_asked_for() =>
        FlowGraph.Of(Library, "all", Languages.Urdu).Edges.ShouldContain(new GraphEdge("all.talk", "all.help", EdgeKind.Answer, "ہاں / نہیں"));

    [Fact]
    public void The_picture_of_all_flows_marks_the_same_and_leaves_out_what_every_state_has()
    {
        var graph = LibraryGraph.Of(Library, Languages.English);

        Node(graph, "all").ShouldBe(new GraphNode("all", NodeKind.Handoff, "all", "6 states, HAND-OFF, NOT REACHED", "One of \"everything\"") { Flow = "all", IsUnreached = true });
        Node(graph, "welcome").IsStart.ShouldBeTrue();
        graph.Edges.ShouldContain(new GraphEdge("root", "help", EdgeKind.Call, "Help"));
        graph.Edges.ShouldContain(new GraphEdge("root", "menu", EdgeKind.Go, "a known contact / Start / Menu"));
        graph.Edges.ShouldContain(new GraphEdge("all", "language", EdgeKind.Call, ""));
        graph.Edges.ShouldContain(new GraphEdge("menu", "pictures", EdgeKind.Go, ""));
        graph.Edges.ShouldNotContain(edge => edge.From == "pictures" && edge.To == "person");
    }

    [Fact]
    public void A_sketch_reads_what_lint_refuses_but_not_what_cannot_be_read()
    {
        Should.Throw<DialogLibraryException>(() => DialogReader.Read(new TestLibrary().Replace("flows/menu.yaml", "bullying.start", "bullying.gone").Sources));
        DialogReader.Sketch(new TestLibrary().Replace("flows/menu.yaml", "bullying.start", "bullying.gone").Sources).States.ShouldContainKey("bullying.start");

        Should.Throw<DialogLibraryException>(() => DialogReader.Sketch(new TestLibrary().Replace("flows/menu.yaml", "ask: what", "asks: what").Sources));
        Should.Throw<DialogLibraryException>(() => DialogReader.Sketch(new TestLibrary().Without("flows/root.yaml").Sources)).Message.ShouldContain("flows/root.yaml:1:1: error: the file is missing");
    }

    [Fact]
    public void Mermaid_is_written_with_shapes_words_and_classes() => MermaidWriter.Write(Small()).ShouldBe("""
        ---
        title: "A \"small\" one"
        ---
        flowchart TD
          n1("[start, question]<br/>a<br/>1 #60; 2 #38; #34;so#34;")
          n2{{"[HAND-OFF]<br/>end"}}
          n3["[step, NOT REACHED]<br/>lost"]
          n1 -->|"Yes #35;1"| n2
          n1 -.->|"2 h of silence"| n1
          n3 ==> n2
          classDef start stroke-width:4px
          class n1 start
          classDef handoff fill:#fecaca,stroke:#991b1b,color:#450a0a
          class n2 handoff
          classDef unreached fill:#fde68a,stroke:#92400e,color:#451a03,stroke-dasharray:5 4
          class n3 unreached

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void Dot_is_written_with_shapes_words_and_colours() => DotWriter.Write(Small()).ShouldBe("""
        digraph "A \"small\" one" {
          node [fontname="sans-serif", fontsize=11, style="filled", fillcolor="white", color="#475569"]
          edge [fontname="sans-serif", fontsize=10, color="#475569"]
          "f.a" [label="[start, question]\na\n1 < 2 & \"so\"", shape=box, style="rounded,filled", penwidth=3]
          "f.end" [label="[HAND-OFF]\nend", shape=doubleoctagon, fillcolor="#fecaca"]
          "f.lost" [label="[step, NOT REACHED]\nlost", shape=box, style="dashed,filled", fillcolor="#fde68a"]
          "f.a" -> "f.end" [label="Yes #1", style=solid]
          "f.a" -> "f.a" [label="2 h of silence", style=dotted]
          "f.lost" -> "f.end" [style=bold, arrowhead=normalnormal]
        }

        """.ReplaceLineEndings("\n"));

    [Fact]
    public void A_wide_graph_runs_from_left_to_right()
    {
        MermaidWriter.Write(Small() with { IsWide = true }).ShouldContain("flowchart LR\n");
        DotWriter.Write(Small() with { IsWide = true }).ShouldContain("rankdir=LR\n");
    }

    private static DialogGraph Small() => new(
        "A \"small\" one",
        Languages.English,
        [
            new GraphNode("f.a", NodeKind.Question, "a", "start, question", "1 < 2 & \"so\"") { IsStart = true },
            new GraphNode("f.end", NodeKind.Handoff, "end", "HAND-OFF", ""),
            new GraphNode("f.lost", NodeKind.Step, "lost", "step, NOT REACHED", "") { IsUnreached = true },
        ],
        [
            new GraphEdge("f.a", "f.end", EdgeKind.Answer, "Yes #1"),
            new GraphEdge("f.a", "f.a", EdgeKind.Silence, "2 h of silence"),
            new GraphEdge("f.lost", "f.end", EdgeKind.Call, ""),
        ]);

    private static DialogGraph Flow(string flow) => FlowGraph.Of(Library, flow, Languages.English);

    private static GraphNode Node(DialogGraph graph, string id) => graph.Nodes.Single(node => node.Id == id);
}
