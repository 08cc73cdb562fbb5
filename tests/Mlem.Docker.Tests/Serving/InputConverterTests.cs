using System.Collections;
using System.Collections.Specialized;
using System.Globalization;
using System.Numerics;

namespace Mlem.Docker.Tests.Serving;

public sealed class InputConverterTests
{
    private static readonly ServerMethod Frame = Signature.Frame(("a", "float64"), ("B", "int64"), ("c", "object"));

    public static TheoryData<string, object?, string> Values => new()
    {
        { "float64", 6, "6.0" },
        { "float64", "5.1", "5.1" },
        { "float64", " 1e-3 ", "0.001" },
        { "float64", 0.1f, "0.1" },
        { "float64", 1e300, "1E+300" },
        { "float64", "", "null" },
        { "float64", null, "null" },
        { "float64", double.NaN, "null" },
        { "float32", "inf", "\"Infinity\"" },
        { "float64", "-Infinity", "\"-Infinity\"" },
        { "int64", "7", "7" },
        { "int64", "7.0", "7" },
        { "int8", -128.0, "-128" },
        { "uint64", ulong.MaxValue, "18446744073709551615" },
        { "Int64", null, "null" },
        { "Int64", "", "null" },
        { "bool", "True", "true" },
        { "bool", 0, "false" },
        { "boolean", null, "null" },
        { "object", 5, "5" },
        { "object", "5", "\"5\"" },
        { "object", "", "\"\"" },
        { "category", "x", "\"x\"" },
        { "string", 5, "\"5\"" },
        { "str160", "naïve \"q\"", "\"naïve \\\"q\\\"\"" },
        { "datetime64[ns]", new DateTime(2024, 2, 29, 13, 5, 0), "\"2024-02-29T13:05:00\"" },
        { "datetime64[ns, UTC]", new DateTimeOffset(2024, 2, 29, 13, 5, 0, TimeSpan.FromHours(2)), "\"2024-02-29T13:05:00+02:00\"" },
        { "datetime64[ns]", "2024-02-29", "\"2024-02-29\"" },
        { "datetime64[ns]", "", "null" },
        { "timedelta64[ns]", new TimeSpan(1, 2, 3, 4), "\"1 days 02:03:04.0000000\"" },
        { "Sparse[float64, nan]", "2", "2.0" },
        { "complex128", "1+2j", "\"1+2j\"" },
    };

    public static TheoryData<string, object?> WrongValues => new()
    {
        { "float64", "abc" },
        { "float64", "5,1" },
        { "float64", new[] { 1.0 } },
        { "int64", null },
        { "int64", "" },
        { "int64", "1.5" },
        { "int64", double.NaN },
        { "int8", 128 },
        { "uint8", -1 },
        { "UInt8", "256" },
        { "bool", "maybe" },
        { "bool", 2 },
        { "bool", null },
        { "datetime64[ns]", 5 },
        { "str", new Hashtable() },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_written_as_its_columns_type(string dtype, object? value, string json)
    {
        ServerMethod method = Signature.Frame(("x", dtype));

        Assert.Equal("""{"data":{"values":[{"x":JSON}]}}""".Replace("JSON", json, StringComparison.Ordinal), method.Json(new Hashtable { ["x"] = value }));
    }

    [Theory]
    [MemberData(nameof(WrongValues))]
    public void A_value_that_is_none_of_its_type_is_named_with_row_and_column(string dtype, object? value)
    {
        ServerMethod method = Signature.Frame(("x", dtype));

        MlemException failure = method.Refuses(new object?[] { new Hashtable { ["x"] = value } });

        Assert.Equal("InputValueInvalid", failure.ErrorId);
        Assert.Contains("Row 1 of 'data': the column 'x'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_culture_of_the_user_changes_nothing()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        german.NumberFormat.NumberGroupSeparator = ".";
        CultureInfo.CurrentCulture = german;
        try
        {
            Assert.Equal("""{"data":{"values":[{"x":5.1}]}}""", Signature.Frame(("x", "float64")).Json(new Hashtable { ["x"] = "5.1" }));
            Assert.Equal("""{"data":{"values":[{"x":"1.5"}]}}""", Signature.Frame(("x", "string")).Json(new Hashtable { ["x"] = 1.5m }));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Columns_come_in_the_signatures_order_and_in_any_case() => Assert.Equal(
        """{"data":{"values":[{"a":1.0,"B":2,"c":"x"}]}}""",
        Frame.Json(new OrderedDictionary { ["C"] = "x", ["b"] = 2, ["A"] = 1 }));

    [Fact]
    public void Missing_and_extra_columns_are_one_error_that_names_them_all()
    {
        MlemException failure = Frame.Refuses(new object[]
        {
            new OrderedDictionary { ["a"] = 1, ["B"] = 2, ["c"] = 3 },
            new OrderedDictionary { ["a"] = 1, ["species"] = "x", ["id"] = 3 },
        });

        Assert.Equal("InputNamesInvalid", failure.ErrorId);
        Assert.Equal("Row 2 of 'data' lacks 'B', 'c', and has 'species', 'id', which the method does not know.", failure.Message);
    }

    [Fact]
    public void Integer_columns_are_found_by_number_and_by_text()
    {
        ServerMethod method = Signature.With("""{"type": "dataframe", "columns": ["", 0, 1], "dtypes": ["int64", "float64", "float64"], "index_cols": [""]}""");

        Assert.Equal("""{"data":{"values":[{"":9,"0":1.0,"1":2.0}]}}""", method.Json(new Hashtable { [""] = 9, [0] = 1, ["1"] = 2 }));
    }

    [Fact]
    public void A_series_is_a_list_of_rows_and_of_plain_values()
    {
        ServerMethod method = Signature.With("""{"type": "series", "columns": ["y"], "dtypes": ["int64"], "index_cols": []}""");

        Assert.Equal("""{"data":[{"y":1},{"y":2}]}""", method.Json(new object[] { 1, new Hashtable { ["y"] = "2" } }));
    }

    [Fact]
    public void A_row_that_is_no_object_is_refused()
    {
        Assert.Equal("InputShapeInvalid", Frame.Refuses("hello").ErrorId);
        Assert.Equal("InputShapeInvalid", Frame.Refuses(Array.Empty<object>()).ErrorId);
    }

    [Fact]
    public void Arrays_are_taken_as_a_row_as_rows_and_with_dimensions()
    {
        ServerMethod method = Signature.Ndarray("[null, 2]");

        Assert.Equal("""{"data":[[1.0,2.0]]}""", method.Json(new object[] { 1, "2" }));
        Assert.Equal("""{"data":[[1.0,2.0],[3.0,4.0]]}""", method.Json(new object[] { new[] { 1, 2 }, new[] { 3.0, 4.0 } }));
        Assert.Equal("""{"data":[[1.0,2.0],[3.0,4.0]]}""", method.Json(new[,] { { 1, 2 }, { 3, 4 } }));
        Assert.Equal("""{"data":[[1.0,2.0]]}""", method.Json(new OrderedDictionary { ["x"] = 1, ["y"] = "2" }));
        Assert.Equal("""{"data":[1,2]}""", Signature.Ndarray("[null]", "int64").Json(new[] { 1, 2 }));
        Assert.Equal("""{"data":[7]}""", Signature.Ndarray("[null]", "int64").Json(7));
        Assert.Equal("""{"data":[[1,2],[3]]}""", Signature.Ndarray("null", "int64").Json(new object[] { new[] { 1, 2 }, new[] { 3 } }));
        Assert.Equal("""{"data":3.0}""", Signature.Ndarray("[]").Json(3));
    }

    [Theory]
    [InlineData("[null, 2]", "[[1, 2], [3]]", "Row 2 of 'data' has 1 value, expected 2")]
    [InlineData("[null, 2]", "[[1, 2, 3]]", "Row 1 of 'data' has 3 values, expected 2")]
    [InlineData("[null, 2]", "[[[1, 2]]]", "3 dimensions")]
    [InlineData("[null, 2]", "[[1, 2], 3]", "Row 2 of 'data' is 3, not an array")]
    [InlineData("[null, 2]", "[]", "expected 2")]
    [InlineData("[null, 2, 2]", "[[[1, 2], [1]]]", "Row 1 of 'data', item 2 has 1 value")]
    [InlineData("[3]", "[1, 2]", "'data' has 2 values, expected 3")]
    [InlineData("[null]", "[1, \"x\"]", "Row 2 of 'data' is 'x', which is no float64")]
    [InlineData("[null, 2]", "[[1, \"x\"]]", "Row 1 of 'data', item 2 is 'x', which is no float64")]
    public void An_array_of_another_shape_is_refused_with_the_place(string shape, string input, string message)
    {
        MlemException failure = Signature.Ndarray(shape).Refuses(input);

        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hashtable_has_no_order_and_is_no_row_of_an_array() => Assert.Contains(
        "no order", Signature.Ndarray("[null, 2]").Refuses(new Hashtable { ["x"] = 1, ["y"] = 2 }).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"type": "primitive", "ptype": "int"}""", "5", """{"data":5}""")]
    [InlineData("""{"type": "primitive", "ptype": "str"}""", "{\"data\": 1}", """{"data":"{\"data\": 1}"}""")]
    [InlineData("""{"type": "primitive", "ptype": "float"}""", "{\"data\": 1}", """{"data":1.0}""")]
    [InlineData("""{"type": "primitive", "ptype": "NoneType"}""", "", """{"data":null}""")]
    [InlineData("""{"type": "number", "dtype": "float32"}""", "5", """{"data":5.0}""")]
    [InlineData("""{"type": "array", "dtype": {"type": "primitive", "ptype": "int"}, "size": null}""", "[1, 2]", """{"data":[1,2]}""")]
    [InlineData("""{"type": "list", "items": [{"type": "primitive", "ptype": "int"}, {"type": "primitive", "ptype": "str"}]}""", "[1, 2]", """{"data":[1,"2"]}""")]
    [InlineData("""{"type": "dict", "item_types": {"k": {"type": "primitive", "ptype": "int"}}}""", """{"K": "3"}""", """{"data":{"k":3}}""")]
    [InlineData("""{"type": "d_dict", "key_type": {"type": "primitive", "ptype": "str"}, "value_type": {"type": "primitive", "ptype": "float"}}""", """{"x": 1}""", """{"data":{"x":1.0}}""")]
    [InlineData("""{"type": "who_knows"}""", """[{"x": [1, 2.0, null]}]""", """{"data":[{"x":[1,2.0,null]}]}""")]
    [InlineData("""{"type": "torch", "shape": [5, 2], "dtype": "float32"}""", "[[1, 2]]", """{"data":[[1.0,2.0]]}""")]
    public void Every_type_has_its_json(string type, string input, string json) => Assert.Equal(json, Signature.With(type).Json(input));

    [Theory]
    [InlineData("""{"type": "array", "dtype": {"type": "primitive", "ptype": "int"}, "size": 3}""", "[1, 2]")]
    [InlineData("""{"type": "list", "items": [{"type": "primitive", "ptype": "int"}]}""", "[1, 2]")]
    [InlineData("""{"type": "list", "items": [{"type": "primitive", "ptype": "int"}]}""", "5")]
    [InlineData("""{"type": "dict", "item_types": {"k": {"type": "primitive", "ptype": "int"}}}""", """{"j": 3}""")]
    [InlineData("""{"type": "dict", "item_types": {}}""", "5")]
    [InlineData("""{"type": "primitive", "ptype": "int"}""", "[1]")]
    [InlineData("""{"type": "who_knows"}""", "{oops")]
    public void What_does_not_fit_its_type_is_refused(string type, string input) =>
        Assert.StartsWith("Input", Signature.With(type).Refuses(input).ErrorId, StringComparison.Ordinal);

    [Fact]
    public void Several_arguments_come_by_name_and_defaults_fill_what_is_missing()
    {
        const string Int = """{"type": "primitive", "ptype": "int"}""";
        ServerMethod method = Signature.Method(
            $$"""[{"name": "x", "data_type": {{Int}}}, {"name": "y", "data_type": {{Int}}, "required": false, "default": [7]}]""");

        Assert.Equal("""{"x":1,"y":[7]}""", method.Json(new Hashtable { ["X"] = 1 }));
        Assert.Equal("""{"x":1,"y":2}""", method.Json("""{"y": 2, "x": 1}"""));
        Assert.Contains("lacks 'x'", method.Refuses(new Hashtable { ["y"] = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("has 'z'", method.Refuses(new Hashtable { ["x"] = 1, ["z"] = 1 }).Message, StringComparison.Ordinal);
        Assert.Contains("2 arguments", method.Refuses(5).Message, StringComparison.Ordinal);
        Assert.Equal("{}", Signature.Method("[]").Json(null));
    }

    [Fact]
    public void Rows_are_sent_in_batches_and_numbered_through()
    {
        var converter = new InputConverter(Signature.Ndarray("[null, 1]", "int64"), batchSize: 2);

        Assert.Empty(converter.Add(new[] { 1 }));
        Assert.Equal("""{"data":[[1],[2]]}""", Assert.Single(converter.Add(new[] { 2 })).Json);
        Assert.Equal(
            ["""{"data":[[3],[4]]}""", """{"data":[[5],[6]]}"""],
            converter.Add(new object[] { new[] { 3 }, new[] { 4 }, new[] { 5 }, new[] { 6 } }).Select(r => r.Json));
        converter.Add(new object[] { "x" });
        MlemException failure = Assert.Throws<MlemException>(() => converter.Complete());
        Assert.StartsWith("Row 7 ", failure.Message, StringComparison.Ordinal);
        Assert.Empty(converter.Complete());
    }

    [Fact]
    public void A_batch_that_lost_a_row_is_not_sent()
    {
        var converter = new InputConverter(Signature.Ndarray("[null, 1]", "int64"));
        converter.Add(new[] { 1 });
        Assert.Throws<MlemException>(() => converter.Add(2));

        Assert.Empty(converter.Add(new[] { 3 }));
        Assert.Empty(converter.Complete());
    }

    [Fact]
    public void A_value_that_contains_itself_is_refused()
    {
        var loop = new ArrayList();
        loop.Add(loop);

        Assert.Contains("contains itself", Signature.With("""{"type": "who_knows"}""").Refuses(loop).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Large_integers_stay_exact() => Assert.Equal(
        """{"data":123456789012345678901234567890}""",
        Signature.With("""{"type": "primitive", "ptype": "int"}""").Json(BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture)));
}
