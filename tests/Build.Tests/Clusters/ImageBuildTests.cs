using Gauntlet.Build.Clusters.Images;

namespace Gauntlet.Build.Tests.Clusters;

[TestFixture]
public sealed class ImageBuildTests
{
    [TestCase("Dockerfile:shop:dev", "Dockerfile", "shop:dev")]
    [TestCase("src/Shop/Dockerfile:registry.example:5000/shop/web:1.2", "src/Shop/Dockerfile", "registry.example:5000/shop/web:1.2")]
    [TestCase("Dockerfile:shop", "Dockerfile", "shop")]
    public void Parse_Value_PartsAtTheFirstColon(string text, string dockerfile, string image)
    {
        Assert.That(ImageBuild.Problem(text), Is.Null);
        Assert.That(ImageBuild.Parse(text), Is.EqualTo(new ImageBuild(dockerfile, image)));
        Assert.That(ImageBuild.Parse(text).ToString(), Is.EqualTo(text));
    }

    [TestCase("Dockerfile", "is not <dockerfile>:<tag>")]
    [TestCase(":shop:dev", "is not <dockerfile>:<tag>")]
    [TestCase("Dockerfile:", "is not <dockerfile>:<tag>")]
    [TestCase("Dockerfile:shop dev", "is not <dockerfile>:<tag>")]
    [TestCase("Dockerfile:shop@sha256:00", "has a digest")]
    public void Problem_ValueThatIsNone_SaysWhy(string text, string problem) => Assert.That(ImageBuild.Problem(text), Does.StartWith(problem));
}
