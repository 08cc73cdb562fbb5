using System.Text.Json;

namespace Mlem.Docker.Tests.Serving;

/// <summary>Makes methods from short descriptions of their arguments' types.</summary>
internal static class Signature
{
    public static ServerMethod With(string dataType, string returns = """{"type": "unspecified"}""") =>
        Method($$"""[{"name": "data", "data_type": {{dataType}}, "serializer": null, "required": true, "default": null}]""", returns);

    public static ServerMethod Method(string arguments, string returns = """{"type": "unspecified"}""") => ServerInterface.Parse(
        $$"""
        {"version": "0.4.14", "methods": {"predict": {"name": "predict", "args": {{arguments}}, "returns": {"data_type": {{returns}} } } } }
        """)
        .Method(null);

    public static ServerMethod Frame(params (string Column, string Dtype)[] columns) => With(JsonSerializer.Serialize(new
    {
        type = "dataframe",
        columns = columns.Select(c => c.Column),
        dtypes = columns.Select(c => c.Dtype),
        index_cols = Array.Empty<string>(),
    }));

    public static ServerMethod Ndarray(string shape, string dtype = "float64") =>
        With($$"""{"type": "ndarray", "shape": {{shape}}, "dtype": "{{dtype}}"}""");

    public static string Json(this ServerMethod method, object? input) => new InputConverter(method).Convert(input).Json!;

    public static MlemException Refuses(this ServerMethod method, object? input) =>
        Assert.Throws<MlemException>(() => new InputConverter(method).Convert(input));
}
