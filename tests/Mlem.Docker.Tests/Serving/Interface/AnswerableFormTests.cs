namespace Mlem.Docker.Tests.Serving.Interface;

/// <summary>A Keras or torch model is written in the form that answers (D29, MLEM.md 70).</summary>
public sealed class AnswerableFormTests : IDisposable
{
    private const string Signature = """
                args: []
                name: __call__
                returns:
                  dtype: float32
                  shape:
                  - null
                  - 1
                  type: tf_tensor
                varargs: args
                varargs_type:
                  dtype: float32
                  shape:
                  - null
                  - 4
                  type: tf_tensor
                varkw: kwargs
        """;

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-answerable-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Fact]
    public async Task Keras_gets_a_predict_that_names_its_argument()
    {
        string written = await WrittenAsync(Model("tf_keras", "  - - model\n    - __call__\n"));
        Assert.Contains("""
            call_orders:
              predict:
              - - model
                - predict
            """, written, StringComparison.Ordinal);
        Assert.Contains("""
                methods:
                  predict:
                    args:
                    - name: data
                      type_:
                        dtype: float32
                        shape:
                        - null
                        - 4
                        type: tf_tensor
                    name: predict
                    returns:
            """, written, StringComparison.Ordinal);
        Assert.DoesNotContain("varargs", written, StringComparison.Ordinal);
        Assert.DoesNotContain("__call__", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Torch_keeps_its_call_and_names_the_argument()
    {
        string written = await WrittenAsync(Model("torch", "  - - model\n    - __call__\n"));
        Assert.Contains("  __call__:\n  - - model\n    - __call__\n", written, StringComparison.Ordinal);
        Assert.Contains("        args:\n        - name: data\n          type_:\n", written, StringComparison.Ordinal);
        Assert.DoesNotContain("varargs", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_comes_after_the_network_stays()
    {
        string written = await WrittenAsync(Model("tf_keras", "  - - model\n    - __call__\n  - - postprocess\n    - __call__\n"));
        Assert.Contains("  predict:\n  - - model\n    - predict\n  - - postprocess\n    - __call__\n", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tf_keras", "  - - preprocess\n    - __call__\n  - - model\n    - __call__\n", false)]
    [InlineData("torch", "  - - preprocess\n    - __call__\n  - - model\n    - __call__\n", false)]
    [InlineData("callable", "  - - model\n    - __call__\n", false)]
    [InlineData("tf_keras", "  - - model\n    - __call__\n", true)]
    public async Task Behind_a_preprocessor_for_others_and_as_MLEM_it_stays_byte_for_byte(string type, string order, bool asMlem)
    {
        string text = Model(type, order);
        Assert.Equal(text, await WrittenAsync(text, asMlem));
    }

    [Fact]
    public async Task The_models_own_file_and_hash_stay()
    {
        string text = Model("torch", "  - - model\n    - __call__\n");
        MlemModel model = Load(text);
        string hash = model.Hash;
        await DockerContext.CreateAsync(new DockerContextRequest(model) { WorkingFolder = _work }, TestContext.Current.CancellationToken);
        Assert.Equal((hash, text), (MlemModel.Load(model.Path!).Hash, await File.ReadAllTextAsync(model.Path!, TestContext.Current.CancellationToken)));
    }

    private async Task<string> WrittenAsync(string text, bool asMlem = false)
    {
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(Load(text)) { WorkingFolder = _work, AsMlem = asMlem }, TestContext.Current.CancellationToken);
        return context.ReadText("model.mlem")!;
    }

    private MlemModel Load(string text)
    {
        string file = Path.Combine(_work, "model.mlem");
        File.WriteAllText(file, text);
        File.WriteAllText(Path.Combine(_work, "model"), "1234567");
        return MlemModel.Load(file);
    }

    private static string Model(string type, string order) =>
        "artifacts:\n  data:\n    hash: x\n    size: 7\n    uri: model\n"
        + $"call_orders:\n  __call__:\n{order}"
        + "object_type: model\nprocessors:\n  model:\n"
        + (type == "callable" ? string.Empty : $"    io:\n      type: {type}\n")
        + $"    methods:\n      __call__:\n{Signature.ReplaceLineEndings("\n")}\n    type: {type}\n"
        + (order.Contains("preprocess", StringComparison.Ordinal) ? Other("preprocess") : string.Empty)
        + (order.Contains("postprocess", StringComparison.Ordinal) ? Other("postprocess") : string.Empty);

    private static string Other(string name) =>
        $"  {name}:\n    methods:\n      __call__:\n        args:\n        - name: x\n          type_:\n            ptype: str\n            type: primitive\n"
        + "        name: __call__\n        returns:\n          ptype: str\n          type: primitive\n    type: callable\n";
}
