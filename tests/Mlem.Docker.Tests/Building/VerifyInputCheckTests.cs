using Mlem.Docker.Building;
using Mlem.Docker.Python.Yaml;
using Mlem.Docker.Tests.Support;

namespace Mlem.Docker.Tests.Building;

public sealed class VerifyInputCheckTests
{
    [Theory]
    [InlineData("type: fastapi", "predit", "MethodNotFound")]
    [InlineData("{type: rmq, host: 10.1.2.3, port: 1}", "predict", "VerifyInputNotPossible")]
    [InlineData("{type: rmq, host: 'fd00::1', port: 1}", "predict", "VerifyInputNotPossible")]
    [InlineData("{type: rmq, host: h, port: 1}", "predit", "MethodNotFound")]
    [InlineData("type: _sagemaker", "predict_proba", "MethodNotFound")]
    [InlineData("{type: streamlit, run_server: false}", "predict", "VerifyInputNotPossible")]
    [InlineData("{type: _heroku, server: {type: _sagemaker}}", "predict_proba", "MethodNotFound")]
    public async Task An_input_that_no_server_could_take_is_refused_before_the_build(string server, string method, string errorId)
    {
        MlemException error = await Assert.ThrowsAsync<MlemException>(() => EnsureAsync(server, method));
        Assert.Equal(errorId, error.ErrorId);
    }

    [Theory]
    [InlineData("type: fastapi", "a_sklearn_df")]
    [InlineData("type: fastapi", "c1_callable_module")]
    [InlineData("type: fastapi", "d_processors")]
    [InlineData("type: streamlit", "a_sklearn_df")]
    [InlineData("{type: rmq, host: rabbit, port: 5672}", "a_sklearn_df")]
    [InlineData("{type: rmq, host: 127.0.0.1, port: 5672}", "a_sklearn_df")]
    [InlineData("type: _sagemaker", "a_sklearn_df")]
    [InlineData("{type: _heroku, server: {type: _sagemaker}}", "a_sklearn_df")]
    [InlineData("{type: _heroku, server: {type: fastapi}}", "a_sklearn_df")]
    public Task An_input_for_a_method_of_the_model_passes(string server, string model) => EnsureAsync(server, "predict", model);

    [Fact]
    public Task Without_an_input_there_is_nothing_to_refuse() => EnsureAsync("{type: rmq, host: h, port: 1}", null);

    private static async Task EnsureAsync(string server, string? method, string model = "a_sklearn_df")
    {
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(MlemModel.Load(Golden.Path("models", model, "model")))
            {
                Server = Server.FromYaml(YamlReader.Read(server), null),
            },
            TestContext.Current.CancellationToken);
        VerifyInputCheck.Ensure(context, new ImageVerifyOptions { Inputs = method is null ? [] : [new(method, "{}")] });
    }
}
