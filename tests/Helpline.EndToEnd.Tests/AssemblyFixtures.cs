using Helpline.EndToEnd.Tests;

// One server and one browser for all. The queue is shared, so tests take turns: see xunit.runner.json.
[assembly: AssemblyFixture(typeof(HelplineServer))]
[assembly: AssemblyFixture(typeof(Browser))]
