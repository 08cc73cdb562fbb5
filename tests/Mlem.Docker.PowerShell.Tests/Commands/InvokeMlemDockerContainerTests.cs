using System.Management.Automation;
using Mlem.Docker.PowerShell.Tests.Support;

namespace Mlem.Docker.PowerShell.Tests.Commands;

public sealed class InvokeMlemDockerContainerTests : IDisposable
{
    private const string Frame = """{"type": "dataframe", "columns": ["a", "b"], "dtypes": ["float64", "int64"], "index_cols": []}""";
    private const string Array = """{"type": "ndarray", "shape": [null, 2], "dtype": "float64"}""";

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Rows_of_a_csv_file_become_one_request_and_each_prediction_one_object()
    {
        using ModelServer server = Server(Frame, """{"type": "ndarray", "shape": [null], "dtype": "int64"}""", "[0, 2]");

        SessionResult result = _session.Invoke(
            """
            param($uri)
            # As Import-Csv gives them: every value is text.
            [pscustomobject]@{ b = '1'; a = '2.5' }, [pscustomobject]@{ b = '2'; a = '3' } | Invoke-MlemDockerContainer -Uri $uri
            """,
            server.Address);

        Assert.Empty(result.Errors);
        Assert.Equal([0L, 2L], result.Output);
        Assert.Equal("""{"data":{"values":[{"a":2.5,"b":1},{"a":3.0,"b":2}]}}""", Assert.Single(server.Bodies));
    }

    [Theory]
    [InlineData("@{ a = 1; b = 2 }")]
    [InlineData("([pscustomobject]@{ a = 1; b = 2 })")]
    [InlineData("@([pscustomobject]@{ a = '1'; b = '2' })")]
    [InlineData("@{ data = @(@{ a = 1; b = 2 }) }")]
    [InlineData("""'{"data": {"values": [{"a": 1, "b": 2}]}}'""")]
    [InlineData("""'[{"a": 1, "b": 2}]'""")]
    [InlineData("$(class Row { [int] $a = 1; [string] $b = '2' }; [Row]::new())")]
    public void Every_form_of_a_row_is_the_same_request(string input)
    {
        using ModelServer server = Server(Frame, """{"type": "primitive", "ptype": "float"}""", "5");

        SessionResult result = _session.Invoke($"param($uri) Invoke-MlemDockerContainer -Uri $uri -InputObject {input}", server.Address);

        Assert.Empty(result.Errors);
        Assert.Equal([5.0], result.Output);
        Assert.Equal("""{"data":{"values":[{"a":1.0,"b":2}]}}""", Assert.Single(server.Bodies));
    }

    [Fact]
    public void Arrays_go_in_batches_and_rows_of_an_array_come_back_as_arrays()
    {
        using ModelServer server = Server(Array, Array, "[[0, 1.5], [2, 3]]");

        SessionResult result = _session.Invoke(
            "param($uri) @(1,2), @(3,4), @(5,6) | Invoke-MlemDockerContainer -Uri $uri -BatchSize 2", server.Address);

        Assert.Empty(result.Errors);
        Assert.Equal(["""{"data":[[1.0,2.0],[3.0,4.0]]}""", """{"data":[[5.0,6.0]]}"""], server.Bodies);
        Assert.Equal(4, result.Output.Count);
        Assert.Equal([0.0, 1.5], Assert.IsType<double[]>(result.Output[0]));
    }

    [Fact]
    public void A_data_frame_comes_back_as_custom_objects_with_its_columns_in_order()
    {
        using ModelServer server = Server(Array, Frame, """{"values": [{"b": 1, "a": 2}, {"b": 3, "a": 4}]}""");

        SessionResult result = _session.Invoke("param($uri) Invoke-MlemDockerContainer -Uri $uri -InputObject 1, 2", server.Address);

        Assert.Empty(result.Errors);
        Assert.Equal(2, result.Output.Count);
        var row = Assert.IsType<PSObject>(result.Output[0]);
        Assert.Equal(["a=2", "b=1"], row.Properties.Select(p => $"{p.Name}={p.Value}"));
    }

    [Fact]
    public void Json_is_sent_as_it_is_and_raw_gives_the_answers_text()
    {
        using ModelServer server = Server(Frame, Frame, "[1,  2]");

        SessionResult result = _session.Invoke("""param($uri) Invoke-MlemDockerContainer -Uri $uri -Json '{"x":  1}' -Raw""", server.Address);

        Assert.Equal(["[1,  2]"], result.Output);
        Assert.Equal("""{"x":  1}""", Assert.Single(server.Bodies));
    }

    [Fact]
    public void A_failed_call_is_an_error_record_with_the_servers_message_and_does_not_stop_the_others()
    {
        int calls = 0;
        using var server = new ModelServer(Methods(Array, Array), _ => ++calls == 1 ? (400, """{"error": "ValueError: too hot"}""") : (200, "[[1, 2]]"));

        SessionResult result = _session.Invoke(
            "param($uri) @(1,2), @(3,4) | Invoke-MlemDockerContainer -Uri $uri -BatchSize 1", server.Address);

        ErrorRecord error = Assert.Single(result.Errors);
        Assert.StartsWith("PredictionFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("ValueError: too hot", error.ToString(), StringComparison.Ordinal);
        Assert.Single(result.Output);
    }

    [Theory]
    [InlineData("@{ a = 1 } | Invoke-MlemDockerContainer -Uri $uri", "InputNamesInvalid")]
    [InlineData("@{ a = 1; b = 'x' } | Invoke-MlemDockerContainer -Uri $uri", "InputValueInvalid")]
    [InlineData("5 | Invoke-MlemDockerContainer -Uri $uri", "InputShapeInvalid")]
    [InlineData("Invoke-MlemDockerContainer -Uri $uri", "InputMissing")]
    [InlineData("Invoke-MlemDockerContainer -Uri $uri -InputObject 5 -Json '{}'", "InputAmbiguous")]
    [InlineData("Invoke-MlemDockerContainer -Uri $uri -InputObject 5 -Method nosuch", "MethodNotFound")]
    [InlineData("Invoke-MlemDockerContainer -Uri ftp://x -InputObject 5", "ServerAddressInvalid")]
    public void A_call_that_cannot_be_is_one_error_and_sends_nothing(string script, string id)
    {
        using ModelServer server = Server(Frame, Frame, "[]");

        SessionResult result = _session.Invoke("param($uri) " + script, server.Address);

        ErrorRecord error = result.Terminating?.ErrorRecord ?? Assert.Single(result.Errors);
        Assert.Equal(id, error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Empty(result.Output);
        Assert.Empty(server.Bodies);
    }

    [Fact]
    public void An_empty_pipeline_sends_nothing()
    {
        using ModelServer server = Server(Frame, Frame, "[]");

        SessionResult result = _session.Invoke("param($uri) @() | Invoke-MlemDockerContainer -Uri $uri", server.Address);

        Assert.Empty(result.Errors);
        Assert.Empty(server.Bodies);
    }

    [Fact]
    public void Containers_come_as_a_parameter_or_by_pipeline()
    {
        using ModelServer server = Server(Array, Array, "[[1, 2]]");
        const string Status = "param($uri) $status = [Mlem.Docker.DockerContainerStatus]@{ Name = 'x'; Address = $uri }; ";

        SessionResult result = _session.Invoke(
            Status + "$status, $status | Invoke-MlemDockerContainer -InputObject 1, 2; , @(3, 4) | Invoke-MlemDockerContainer -Container $status",
            server.Address);
        SessionResult without = _session.Invoke(Status + "$status | Invoke-MlemDockerContainer", server.Address);

        Assert.Empty(result.Errors);
        Assert.Equal(3, result.Output.Count);
        Assert.Equal(["""{"data":[[1.0,2.0]]}""", """{"data":[[1.0,2.0]]}""", """{"data":[[3.0,4.0]]}"""], server.Bodies);
        Assert.StartsWith("InputMissing,", Assert.Single(without.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    private static ModelServer Server(string argument, string returns, string answer) => new(Methods(argument, returns), _ => (200, answer));

    private static string Methods(string argument, string returns) => $$"""
        {"predict": {"name": "predict", "args": [{"name": "data", "data_type": {{argument}}, "required": true}], "returns": {"data_type": {{returns}} } } }
        """;
}
