using System.Reflection;
using System.Text.RegularExpressions;
using Helpline.Server.Startup;

namespace Helpline.Server.Tests.Infra;

/// <summary>One thing has one version, wherever it is named.</summary>
public class ImageTagTests
{
    private static readonly (string Image, string Tag)[] Images =
    [
        .. ComposeFile.Read().Services.Values.Select(service => Split(service.Image)),
        .. Manifests.Containers.Select(container => Split(container.Container.Image)),
        .. Dockerfile.Instructions.Where(instruction => instruction.Keyword == "FROM").Select(instruction => Split(instruction.Text.Split(' ')[0])),
        .. Kustomization.Read().Images.Select(image => (image.Name, image.NewTag)),
    ];

    [Fact]
    public void Every_tag_names_one_release() =>
        Images.ShouldAllBe(image => Regex.IsMatch(image.Tag, @"^v?\d+\.\d+(\.\d+)?(-[a-z-]+)?$"));

    [Fact]
    public void Compose_and_Kubernetes_run_the_same_releases() =>
        Images.Distinct().CountBy(image => image.Image).Where(image => image.Value > 1).Select(image => image.Key).ShouldBeEmpty();

    [Fact]
    public void Our_own_image_has_the_version_of_the_server()
    {
        var version = typeof(HelplineHost).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        Images.Where(image => image.Image == "helpline").Select(image => image.Tag).Distinct().ShouldBe([version]);
    }

    private static (string Image, string Tag) Split(string image) => (image[..image.LastIndexOf(':')], image[(image.LastIndexOf(':') + 1)..]);
}
