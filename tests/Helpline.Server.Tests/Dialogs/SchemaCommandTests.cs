using Helpline.Server.Commands.Dialogs;

namespace Helpline.Server.Tests.Dialogs;

/// <summary>The schemas for editors, as the verb writes them.</summary>
public sealed class SchemaCommandTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("helpline-schema-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_not_up_to_date_is_written_and_named()
    {
        Repository.CopyDialogs(_directory);
        Change("flows/help.yaml", "states:\n", "states:\n  brand_new:\n    go: start\n");
        Change("flows/root.yaml", "{call: help.start}", "{call: help.brand_new}");
        File.Delete(Path.Combine(_directory, "schema", "risk.schema.json"));

        SchemaCommand.Write(_directory).ShouldBe(["schema/flow.schema.json", "schema/root.schema.json", "schema/risk.schema.json"]);

        File.ReadAllText(Path.Combine(_directory, "schema", "flow.schema.json")).ShouldContain("\"help.brand_new\"");
        SchemaCommand.Write(_directory).ShouldBeEmpty();
    }

    private void Change(string file, string old, string with)
    {
        var path = Path.Combine(_directory, file);
        File.WriteAllText(path, File.ReadAllText(path).Replace(old, with, StringComparison.Ordinal));
    }
}
