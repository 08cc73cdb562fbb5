using Mlem.Docker.Metadata;
using Mlem.Docker.Serving;

namespace Mlem.Docker.Tests.Serving.Interface;

/// <summary>What MLEM's servers cannot serve is found before it is built (D30, MLEM.md 67, 68, 70).</summary>
public sealed class ServingCheckTests : IDisposable
{
    private const string Array = "{type: ndarray, shape: [null, 4], dtype: float64}";
    private const string Text = "{type: primitive, ptype: str}";
    private const string Nothing = "{type: primitive, ptype: NoneType}";

    private readonly string _work = Directory.CreateTempSubdirectory("mlem-serving-").FullName;

    public void Dispose() => Directory.Delete(_work, recursive: true);

    [Theory]
    [InlineData("fastapi")]
    [InlineData("{type: rmq, host: h, port: 1}")]
    [InlineData("streamlit")]
    [InlineData("_sagemaker")]
    [InlineData("{type: _heroku, server: {type: fastapi}}")]
    public void A_type_that_nobody_named_keeps_every_server_from_starting(string server)
    {
        MlemException error = Refused(Model($"args: [{{name: X, type_: {{type: unspecified}}}}], returns: {Array}"), server);
        Assert.Contains("argument 'X' of the method 'predict' of the processor 'model'", error.Message, StringComparison.Ordinal);
        Assert.Contains("sample_data", error.Recommendation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{type: unspecified}", "returned value")]
    [InlineData("{type: list, items: [{type: unspecified}]}", "returned value")]
    public void It_may_stand_anywhere(string returns, string part) =>
        Assert.Contains(part, Refused(Model($"args: [{{name: X, type_: {Array}}}], returns: {returns}")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{type: xgboost_dmatrix, is_from_list: false}", "xgboost_dmatrix")]
    [InlineData("{type: array, dtype: {type: xgboost_dmatrix, is_from_list: true}}", "xgboost_dmatrix")]
    [InlineData("{type: dict, item_types: {a: {type: list, items: [{type: xgboost_dmatrix, is_from_list: true}]}}}", "xgboost_dmatrix")]
    [InlineData("{type: primitive, ptype: complex}", "complex")]
    [InlineData("{type: number, dtype: complex128}", "complex128")]
    [InlineData("{type: ndarray, shape: [null], dtype: complex64}", "complex64")]
    [InlineData("{type: d_dict, key_type: {type: primitive, ptype: str}, value_type: {type: primitive, ptype: complex}}", "complex")]
    [InlineData("{type: list, items: [{type: binary}]}", "binary")]
    public void A_type_without_a_form_in_a_request_is_refused_as_argument_and_as_answer(string type, string named)
    {
        foreach (string server in (string[])["fastapi", "streamlit", "{type: rmq, host: h, port: 1}"])
        {
            Assert.Contains($"'{named}'".Trim('\''), Refused(Model($"args: [{{name: X, type_: {type}}}], returns: {Array}"), server).Message, StringComparison.Ordinal);
            Assert.Contains("returned value", Refused(Model($"args: [{{name: X, type_: {Array}}}], returns: {type}"), server).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("fastapi", true)]
    [InlineData("{type: fastapi, standardize: false}", false)]
    [InlineData("streamlit", false)]
    [InlineData("{type: streamlit, standardize: true}", true)]
    [InlineData("_sagemaker", true)]
    public void A_second_required_argument_is_never_given_by_the_standard_interface(string server, bool refused)
    {
        MlemModel model = Model($"args: [{{name: X, type_: {Array}}}, {{name: how, type_: {Text}}}], returns: {Array}");
        Assert.Equal(refused, Obstacle(model, server) is not null);
        if (refused)
        {
            Assert.Contains("argument 'how'", Refused(model, server).Message, StringComparison.Ordinal);
            Assert.Contains("standardize = $false", Refused(model, server).Recommendation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_optional_argument_keeps_its_default()
    {
        MlemModel model = Model($"args: [{{name: X, type_: {Array}}}, {{name: how, type_: {Text}, required: false}}], returns: {Array}");
        Assert.Null(Obstacle(model, "fastapi"));
    }

    [Theory]
    [InlineData("fastapi", false)]
    [InlineData("{type: fastapi, standardize: false}", true)]
    [InlineData("streamlit", true)]
    [InlineData("{type: streamlit, standardize: true}", false)]
    public void An_argument_that_is_nothing_fails_where_every_argument_must_be_given(string server, bool refused)
    {
        // As LightGBM's and XGBoost's classes of scikit-learn's kind have it.
        MlemModel model = Model(
            $"args: [{{name: X, type_: {Array}}}, {{name: num_iteration, type_: {Nothing}, required: false}}], returns: {Array}");
        Assert.Equal(refused, Obstacle(model, server)?.Remedy.Contains("standardize = $true", StringComparison.Ordinal) ?? false);
    }

    [Theory]
    [InlineData("{type: fastapi, standardize: false}", true)]
    [InlineData("fastapi", false)]
    public void A_file_has_no_place_beside_another_argument(string server, bool refused)
    {
        MlemModel model = Model($"args: [{{name: f, type_: {{type: binary}}}}, {{name: how, type_: {Text}, required: false}}], returns: {Array}");
        Assert.Equal(refused, Obstacle(model, server) is not null);
    }

    [Fact]
    public void A_callable_with_varargs_alone_is_refused_whatever_the_server_calls_it()
    {
        MlemModel model = Model($"args: [], varargs: rows, varargs_type: {Array}, returns: {Array}", method: "__call__");
        foreach (string server in (string[])["fastapi", "streamlit", "_sagemaker"])
            Assert.Contains("takes only '*rows'", Refused(model, server).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tf_keras")]
    [InlineData("torch")]
    public void A_network_with_varargs_alone_is_served_in_another_form(string type) =>
        Assert.Null(Obstacle(Model($"args: [], varargs: input, varargs_type: {Array}, returns: {Array}", type, "__call__"), "fastapi"));

    [Fact]
    public void A_method_that_takes_nothing_fits_no_standard_one()
    {
        MlemException error = Refused(Model($"args: [], returns: {Array}"));
        Assert.Contains("standardize = $false", error.Recommendation, StringComparison.Ordinal);
        Assert.Null(Obstacle(Model($"args: [], returns: {Array}"), "{type: fastapi, standardize: false}"));
    }

    [Fact]
    public void One_method_that_can_be_called_is_enough_and_the_other_is_warned_of()
    {
        MlemModel model = Write($$"""
            object_type: model
            call_orders: {predict: [[model, predict]], predict_proba: [[model, predict_proba]]}
            processors:
              model:
                type: sklearn
                methods:
                  predict: {name: predict, args: [{name: X, type_: {{Array}}}], returns: {{Array}}}
                  predict_proba: {name: predict_proba, args: [{name: X, type_: {{Array}}}, {name: y, type_: {{Text}}}], returns: {{Array}}}
            """);
        (ServingObstacle? obstacle, IReadOnlyList<string> warnings) = ServingCheck.Run(model, Server("fastapi"));
        Assert.Null(obstacle);
        Assert.Contains("'predict_proba'", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_methods_of_a_server_decide_what_is_passed()
    {
        MlemModel model = Model($"args: [{{name: X, type_: {Array}}}, {{name: how, type_: {Text}}}], returns: {Array}");
        Assert.Null(Obstacle(model, "{type: fastapi, methods: {go: {args: {a: {name: X}, b: {name: how}}}}}"));
        Assert.NotNull(Obstacle(model, "{type: fastapi, methods: {go: {args: {a: {name: X}}}}}"));
        Assert.NotNull(Obstacle(model, "{type: fastapi, methods: {go: {name: fly}}}"));
    }

    [Fact]
    public void A_method_that_sagemaker_shall_call_must_be_there() => Assert.Contains(
        "'predict_proba'",
        Refused(Model($"args: [{{name: X, type_: {Array}}}], returns: {Array}"), "{type: _sagemaker, method: predict_proba}").Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task A_folder_is_described_all_the_same_and_an_image_is_refused()
    {
        MlemModel model = Model($"args: [{{name: X, type_: {{type: unspecified}}}}], returns: {Array}");
        var request = new DockerContextRequest(model) { WorkingFolder = _work };
        DockerContext context = await DockerContext.CreateAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("ModelNotServable", Assert.Throws<MlemException>(context.EnsureServable).ErrorId);
        (await DockerContext.CreateAsync(request with { AsMlem = true }, TestContext.Current.CancellationToken)).EnsureServable();
    }

    [Fact]
    public async Task A_data_type_that_MLEM_does_not_know_is_warned_of()
    {
        MlemModel model = Model($"args: [{{name: X, type_: {{type: list, items: [{{type: polars_frame}}]}}}}], returns: {Array}");
        DockerContext context = await DockerContext.CreateAsync(
            new DockerContextRequest(model)
            {
                WorkingFolder = _work,
                Server = Server("{type: fastapi, methods: {predict: {args: {data: {data_type: {type: geo_frame, crs: x}}}, returns: {data_type: {type: geo_frame}}}}}"),
            },
            TestContext.Current.CancellationToken);
        Assert.Contains(context.Warnings, w => w.Contains("'polars_frame'", StringComparison.Ordinal));
        Assert.Contains(context.Warnings, w => w.Contains("'geo_frame'", StringComparison.Ordinal));
    }

    private static Server Server(string text) => Docker.Server.FromYaml(MlemYaml.Read(text), null);

    private static ServingObstacle? Obstacle(MlemModel model, string server = "fastapi") => ServingCheck.Run(model, Server(server)).Obstacle;

    private static MlemException Refused(MlemModel model, string server = "fastapi")
    {
        MlemException error = Assert.IsType<ServingObstacle>(Obstacle(model, server)).ToException(model);
        Assert.Equal("ModelNotServable", error.ErrorId);
        Assert.NotEmpty(error.Recommendation!);
        return error;
    }

    private MlemModel Model(string signature, string type = "sklearn", string method = "predict") => Write(
        $"object_type: model\ncall_orders: {{{method}: [[model, {method}]]}}\n"
        + $"processors:\n  model:\n    type: {type}\n    methods:\n      {method}: {{name: {method}, {signature}}}\n");

    private MlemModel Write(string text)
    {
        string file = Path.Combine(_work, "m.mlem");
        File.WriteAllText(file, text);
        return MlemModel.Load(file);
    }
}
