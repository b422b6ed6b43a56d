using System.Reflection;
using ArchUnitNET.Loader;
using Helpline.Channels;
using Helpline.Messages;
using Helpline.Server.Startup;
using Helpline.Storage;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace Helpline.Server.Tests;

/// <summary>Dependencies point one way: core, then storage and channels (which never see each other), then console, then server.</summary>
public class ArchitectureTests
{
    private static readonly Assembly Core = typeof(Address).Assembly;
    private static readonly Assembly Storage = typeof(StorageServices).Assembly;
    private static readonly Assembly Channels = typeof(ChannelServices).Assembly;
    private static readonly Assembly Server = typeof(HelplineHost).Assembly;

    [Fact]
    public void Each_project_references_only_what_lies_below_it()
    {
        OwnReferences(Core).ShouldBeEmpty();
        OwnReferences(Storage).ShouldBe(["Helpline"]);
        OwnReferences(Channels).ShouldBe(["Helpline"]);
        OwnReferences(Server).ShouldBe(["Helpline", "Helpline.Channels", "Helpline.Console", "Helpline.Storage"], ignoreOrder: true);
    }

    [Fact]
    public void The_core_does_no_input_or_output_and_has_no_clock()
    {
        var architecture = new ArchLoader().LoadAssembliesIncludingDependencies(Core).Build();
        var forbidden = Types().That().HaveFullNameMatching(@"^System\.(IO\.(File|Directory|FileStream|FileInfo)|Net\.|Console|Threading\.(Thread|Timer|Tasks\.Task\.Run)|TimeProvider|Random|Diagnostics\.Stopwatch)");
        var rule = Types().That().ResideInAssembly(Core).Should().NotDependOnAny(forbidden);
        rule.Evaluate(architecture).Where(result => !result.Passed).Select(result => result.Description).ShouldBeEmpty();
    }

    private static IEnumerable<string> OwnReferences(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name == "Helpline" || name.StartsWith("Helpline.", StringComparison.Ordinal));
}
