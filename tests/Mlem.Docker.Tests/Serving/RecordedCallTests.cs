using System.Text.Json;
using Mlem.Docker.Serving;
using Mlem.Docker.Tests.Registries;

namespace Mlem.Docker.Tests.Serving;

public sealed class RecordedCallTests
{
    public static TheoryData<string, int> Answered() => Calls((known, e) => known && e.Status == 200);

    public static TheoryData<string, int> Refused() => Calls((known, e) => known && e.Status != 200);

    public static TheoryData<string, int> All() => Calls((_, _) => true);

    [Theory]
    [MemberData(nameof(Answered))]
    public async Task Objects_become_the_request_that_was_recorded_and_its_answer_comes_back(string file, int index)
    {
        Exchange call = RecordedServer.Exchanges(file)[index];
        await using TestServer server = RecordedServer.Start(file);
        using var client = new MlemServerClient(new Uri(server.Address));

        object? value = JsonPlain.Read(call.Body.EnumerateObject().Single().Value);
        PredictionAnswer answer = await client.InvokeAsync(call.MethodName, value, TestContext.Current.CancellationToken);

        using JsonDocument sent = JsonDocument.Parse(server.Requests.Last().Body);
        Assert.True(JsonElement.DeepEquals(call.Body, sent.RootElement), sent.RootElement.GetRawText());
        Assert.Equal("application/json", server.Requests.Last().Headers["Content-Type"]);
        Assert.True(JsonElement.DeepEquals(call.Answer, JsonSerializer.SerializeToElement(answer.Value)), answer.Json);
    }

    [Theory]
    [MemberData(nameof(Answered))]
    public void Rows_one_by_one_named_arguments_and_text_become_the_same_request(string file, int index)
    {
        Exchange call = RecordedServer.Exchanges(file)[index];
        ServerMethod method = RecordedServer.Interface(file).Method(call.MethodName);
        JsonProperty argument = call.Body.EnumerateObject().Single();
        JsonElement rows = argument.Value.ValueKind == JsonValueKind.Object ? argument.Value.GetProperty("values") : argument.Value;

        var converter = new InputConverter(method);
        Assert.All(rows.EnumerateArray(), row => Assert.Empty(converter.Add(JsonPlain.Read(row))));
        string[] requests =
        [
            Assert.Single(converter.Complete()).Json!,
            new InputConverter(method).Convert(JsonPlain.Read(call.Body)).Json!,
            new InputConverter(method).Convert(call.Body.GetRawText()).Json!,
            new InputConverter(method).Convert(argument.Value.GetRawText()).Json!,
            new InputConverter(method).Convert(rows.GetRawText()).Json!,
            Assert.Single(new InputConverter(method).Add(call.Body.GetRawText())).Json!,
        ];

        Assert.All(requests, json => Assert.True(JsonElement.DeepEquals(call.Body, JsonDocument.Parse(json).RootElement), json));
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task A_body_sent_as_it_is_brings_the_servers_own_words(string file, int index)
    {
        Exchange call = RecordedServer.Exchanges(file)[index];
        await using TestServer server = RecordedServer.Start(file);
        using var client = new MlemServerClient(new Uri(server.Address));
        ServerMethod method = RecordedServer.Interface(file).Methods[0] with { Name = call.MethodName };
        Task<PredictionAnswer> sending = client.InvokeAsync(
            PredictionRequest.FromJson(method, call.BodyText), TestContext.Current.CancellationToken);
        if (call.Status == 200)
        {
            await sending;
            return;
        }

        var failure = await Assert.ThrowsAsync<PredictionException>(() => sending);

        JsonElement said = call.Answer.TryGetProperty("error", out JsonElement error) ? error : call.Answer.GetProperty("detail");
        string expected = said.ValueKind == JsonValueKind.String ? said.GetString()! : said[0].GetProperty("msg").GetString()!;
        Assert.Equal("PredictionFailed", failure.ErrorId);
        Assert.Equal(call.Status, failure.StatusCode);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_the_server_refuses_is_refused_here_or_put_right(string file, int index)
    {
        Exchange call = RecordedServer.Exchanges(file)[index];
        ServerMethod method = RecordedServer.Interface(file).Method(call.MethodName);
        object? input = call.Body.ValueKind == JsonValueKind.String ? call.BodyText : JsonPlain.Read(call.Body);
        ServerArgument argument = method.Arguments[0];

        // The one that can be put right: rows without the "values" around them.
        if (argument.DataType.Type == "dataframe" && call.Body.ValueKind == JsonValueKind.Object
            && call.Body.TryGetProperty(argument.Name, out JsonElement value) && value.ValueKind == JsonValueKind.Array)
        {
            Assert.StartsWith($$"""{"{{argument.Name}}":{"values":[""", new InputConverter(method).Convert(input).Json, StringComparison.Ordinal);
            return;
        }

        var failure = Assert.Throws<MlemException>(() => new InputConverter(method).Convert(input));

        Assert.StartsWith("Input", failure.ErrorId, StringComparison.Ordinal);
        Assert.Equal(MlemErrorCategory.InvalidArgument, failure.Category);
    }

    [Fact]
    public void Every_recorded_call_is_in_one_of_these_tests() => Assert.True(
        Answered().Count >= 8 && Refused().Count >= 11 && All().Count >= Answered().Count + Refused().Count + 2);

    private static TheoryData<string, int> Calls(Func<bool, Exchange, bool> choose)
    {
        var data = new TheoryData<string, int>();
        foreach (string file in RecordedServer.Files)
        {
            HashSet<string> methods = [.. RecordedServer.Interface(file).Methods.Select(m => m.Name)];
            foreach ((int index, Exchange exchange) in RecordedServer.Exchanges(file).Index())
            {
                if (exchange.IsCall && choose(methods.Contains(exchange.MethodName), exchange))
                    data.Add(file, index);
            }
        }

        return data;
    }
}
