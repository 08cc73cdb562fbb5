using System.Collections.Specialized;
using System.Net;
using System.Net.Sockets;
using Mlem.Docker.Engine;
using Mlem.Docker.Tests.Registries;

namespace Mlem.Docker.Tests.Serving;

public sealed class MlemServerClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("c1_callable_module.json", null, "predict")]
    [InlineData("a_sklearn_df.json", "predict_proba", "predict_proba")]
    public void A_method_is_found_by_name_and_without_one(string file, string? name, string found) =>
        Assert.Equal(found, RecordedServer.Interface(file).Method(name).Name);

    [Fact]
    public void The_only_method_needs_no_name_and_several_do()
    {
        ServerMethod only = Signature.Method("[]") with { Name = "score" };

        Assert.Equal("score", new ServerInterface([only], null).Method(null).Name);
        MlemException failure = Assert.Throws<MlemException>(() => new ServerInterface([only, only with { Name = "rank" }], null).Method(null));
        Assert.Equal("MethodNotFound", failure.ErrorId);
        Assert.Contains("'score', 'rank'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interface_tells_types_names_and_version()
    {
        await using TestServer server = RecordedServer.Start("a_sklearn_df.json");
        using var client = new MlemServerClient(new Uri(server.Address));

        ServerInterface offered = await client.GetInterfaceAsync(Cancellation);

        Assert.Equal("0.4.14", offered.Version);
        Assert.Equal(
            "predict_proba(data: dataframe(sepal length (cm), sepal width (cm), petal length (cm), petal width (cm))) -> ndarray(null, 3) of float64",
            offered.Method("predict_proba").ToString());
    }

    [Fact]
    public async Task A_server_that_is_down_is_unreachable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = new MlemServerClient(new Uri($"http://127.0.0.1:{port}"));

        MlemException failure = await Assert.ThrowsAsync<MlemException>(() => client.GetInterfaceAsync(Cancellation));

        Assert.Equal("ServerUnreachable", failure.ErrorId);
        Assert.Equal(MlemErrorCategory.ConnectionError, failure.Category);
        Assert.Contains($"127.0.0.1:{port}", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deaf_server_ends_in_a_timeout_and_a_cancelled_call_is_cancelled()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://{listener.LocalEndpoint}");
        using var client = new MlemServerClient(address, new() { Timeout = TimeSpan.FromMilliseconds(200) });
        using var patient = new MlemServerClient(address);
        using var stop = new CancellationTokenSource(200);

        MlemException failure = await Assert.ThrowsAsync<MlemException>(() => client.GetInterfaceAsync(Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => patient.GetInterfaceAsync(stop.Token));

        Assert.Equal("ServerTimeout", failure.ErrorId);
    }

    [Fact]
    public async Task A_connection_cut_in_an_answer_is_lost()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new MlemServerClient(new Uri($"http://{listener.LocalEndpoint}"), new() { Timeout = TimeSpan.FromSeconds(20) });
        Task<ServerInterface> asking = client.GetInterfaceAsync(Cancellation);
        using (TcpClient connection = await listener.AcceptTcpClientAsync(Cancellation))
        {
            NetworkStream stream = connection.GetStream();
            await stream.ReadAtLeastAsync(new byte[4096], 40, throwOnEndOfStream: true, Cancellation);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(), Cancellation);
        }

        MlemException failure = await Assert.ThrowsAsync<MlemException>(() => asking);

        Assert.Equal("ServerConnectionLost", failure.ErrorId);
    }

    [Theory]
    [InlineData(200, "<html>hello</html>")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"methods": 5}""")]
    [InlineData(404, """{"detail": "Not Found"}""")]
    public async Task What_is_no_interface_is_said_to_be_none(int status, string body)
    {
        await using var server = new TestServer(_ => new TestAnswer(status, body));
        using var client = new MlemServerClient(new Uri(server.Address));

        MlemException failure = await Assert.ThrowsAsync<MlemException>(() => client.GetInterfaceAsync(Cancellation));

        Assert.Equal("InterfaceInvalid", failure.ErrorId);
    }

    [Fact]
    public async Task An_answer_that_is_no_json_and_one_that_is_too_long_are_errors()
    {
        await using var server = new TestServer(_ => TestAnswer.Html);
        using var client = new MlemServerClient(new Uri(server.Address));
        using var strict = new MlemServerClient(new Uri(server.Address), new() { MaxAnswerBytes = 10, MaxInterfaceBytes = 10 });
        PredictionRequest request = PredictionRequest.FromJson(Signature.Method("[]"), "{}");

        Assert.Equal("AnswerInvalid", (await Assert.ThrowsAsync<MlemException>(() => client.InvokeAsync(request, Cancellation))).ErrorId);
        Assert.Equal("AnswerTooLarge", (await Assert.ThrowsAsync<MlemException>(() => strict.InvokeAsync(request, Cancellation))).ErrorId);
        Assert.Equal("AnswerTooLarge", (await Assert.ThrowsAsync<MlemException>(() => strict.GetInterfaceAsync(Cancellation))).ErrorId);
    }

    [Theory]
    [InlineData(500, "Internal Server Error", "Internal Server Error")]
    [InlineData(400, """{"error": "ValueError: bad\u001b[31m"}""", "ValueError: bad [31m")]
    [InlineData(422, """{"detail": [{"loc": ["body", "data"], "msg": "field required"}, {"msg": "no"}]}""", "body.data: field required; no")]
    [InlineData(503, "", "it said nothing.")]
    [InlineData(307, "", "it said nothing.")]
    public async Task A_failure_carries_the_servers_message(int status, string body, string message)
    {
        await using var server = new TestServer(_ => new TestAnswer(status, body));
        using var client = new MlemServerClient(new Uri(server.Address));

        var failure = await Assert.ThrowsAsync<PredictionException>(
            () => client.InvokeAsync(PredictionRequest.FromJson(Signature.Method("[]"), "{}"), Cancellation));

        Assert.Equal((status, message), (failure.StatusCode, failure.ServerMessage));
    }

    [Fact]
    public async Task A_data_frame_comes_back_as_ordered_rows()
    {
        await using var server = new TestServer(_ => new TestAnswer(200, """{"values": [{"n": 1, "a": 2}, {"n": null, "a": 3}]}"""));
        using var client = new MlemServerClient(new Uri(server.Address));
        ServerMethod method = Signature.Method(
            "[]", """{"type": "dataframe", "columns": ["a", "n"], "dtypes": ["float64", "int64"], "index_cols": []}""");

        PredictionAnswer answer = await client.InvokeAsync(PredictionRequest.FromJson(method, "{}"), Cancellation);

        Assert.Equal(2, answer.Predictions.Count);
        var row = Assert.IsType<OrderedDictionary>(answer.Predictions[0]);
        Assert.Equal(["a", "n"], row.Keys.Cast<string>());
        Assert.Equal([2.0, 1L], row.Values.Cast<object>());
    }

    [Fact]
    public async Task Bytes_go_up_as_a_file_and_come_back_as_bytes()
    {
        await using var server = new TestServer(_ => new TestAnswer(200, "raw", "application/octet-stream"));
        using var client = new MlemServerClient(new Uri(server.Address));
        ServerMethod method = Signature.With("""{"type": "binary"}""", """{"type": "binary"}""");

        PredictionAnswer answer = await client.InvokeAsync(new InputConverter(method).Convert("upload"u8.ToArray()), Cancellation);

        Assert.Equal("raw"u8.ToArray(), Assert.IsType<byte[]>(Assert.Single(answer.Predictions)));
        TestRequest sent = Assert.Single(server.Requests);
        Assert.StartsWith("multipart/form-data", sent.Headers["Content-Type"], StringComparison.Ordinal);
        Assert.Contains("name=file", sent.Body, StringComparison.Ordinal);
        Assert.Contains("upload", sent.Body, StringComparison.Ordinal);
        Assert.Throws<MlemException>(() => new InputConverter(method).Convert("/no/such/file"));
    }

    [Theory]
    [InlineData("localhost:8080", "http://localhost:8080/")]
    [InlineData("127.0.0.1:80", "http://127.0.0.1/")]
    [InlineData("https://models.example/iris", "https://models.example/iris/")]
    public void An_address_may_lack_its_scheme(string given, string address)
    {
        using var client = new MlemServerClient(new Uri(given, UriKind.RelativeOrAbsolute));

        Assert.Equal(address, client.Server.ToString());
    }

    [Theory]
    [InlineData("ftp://x")]
    [InlineData("")]
    [InlineData("http://user:s3cret@x")]
    public void What_is_no_http_address_is_refused_without_its_password(string given)
    {
        MlemException failure = Assert.Throws<MlemException>(() => new MlemServerClient(new Uri(given, UriKind.RelativeOrAbsolute)));

        Assert.Equal("ServerAddressInvalid", failure.ErrorId);
        Assert.DoesNotContain("s3cret", failure.Message + failure.Target, StringComparison.Ordinal);
    }

    [Fact]
    public void The_servers_port_is_the_only_published_one_the_standard_one_or_the_one_asked_for()
    {
        EnginePort[] one = [new(9000, "tcp", "0.0.0.0", 32768), new(9000, "tcp", "::", 32769), new(53, "udp", "0.0.0.0", 53)];
        EnginePort[] two = [new(80, "tcp", "127.0.0.1", 8000), new(8080, "tcp", "::", 8001), new(81, "tcp", null, null)];

        Assert.Equal("http://127.0.0.1:32768/", ServerLocator.Address(one, null, "127.0.0.1")!.ToString());
        Assert.Equal("http://engine:8001/", ServerLocator.Address(two, null, "engine")!.ToString());
        Assert.Equal("http://127.0.0.1:8000/", ServerLocator.Address(two, 80, "engine")!.ToString());
        Assert.Null(ServerLocator.Address(two, 81, "engine"));
        Assert.Null(ServerLocator.Address([], null, "engine"));
    }
}
