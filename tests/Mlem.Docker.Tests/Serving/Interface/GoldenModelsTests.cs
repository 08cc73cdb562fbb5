using Mlem.Docker.Serving;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Serving.Interface;

/// <summary>What MLEM's own server was recorded to serve is never refused (D30).</summary>
public sealed class GoldenModelsTests
{
    [Fact]
    public void Every_model_that_was_served_can_be_served_by_every_server()
    {
        MlemModel[] served =
        [
            .. Directory.GetFiles(Golden.Path("serve"), "*.json").Select(Path.GetFileNameWithoutExtension)
                .Select(name => Golden.Path("models", name!, "model.mlem")).Where(File.Exists).Select(file => MlemModel.Load(file)),
        ];
        Server[] servers = [.. Server.Types.Where(t => t is "fastapi" or "streamlit" or "_sagemaker").Select(Server.OfType)];

        Assert.NotEmpty(served);
        Assert.Equal(3, servers.Length);
        Assert.All(served, model => Assert.All(servers, server => Assert.Null(ServingCheck.Run(model, server).Obstacle)));
    }
}
